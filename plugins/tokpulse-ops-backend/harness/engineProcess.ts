/*
 * Copyright 2026 The TokPulse Ops Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

/*
 * One replica of the engine and nothing else, for tests that kill it. Started
 * by `startEngineProcess`; talks to its parent by messages.
 */
import type { Failpoint } from '../src/runs/failpoints';
import { createRunEngine } from '../src/runs/RunEngine';
import {
  createTestActions,
  createTestServices,
} from '../src/testing/createTestRegistries';
import { createHarnessActions } from './actions';
import { brokenApply } from './brokenApply';
import type { EngineProcessOptions, FromEngine, ToEngine } from './messages';
import { createReplicaKnex, createReplicaLogger } from './replicaParts';

const options: EngineProcessOptions = JSON.parse(
  process.env.ENGINE_PROCESS_OPTIONS ?? '{}',
);

function tell(message: FromEngine): void {
  process.send?.(message);
}

const logger = createReplicaLogger(options.replica);
const knex = createReplicaKnex(options);

let armed = options.armed;
const stopped = new Set<string>();
const resume: (() => void)[] = [];

/** Stops the first drive of a run where the run's inputs say. */
const failpoint: Failpoint = async (name, { runId, stepId, item }) => {
  if (!armed || stopped.has(runId)) {
    return;
  }
  const { rows } = await knex.raw(
    `select p.document -> 'inputs' as inputs
     from runs r join plans p on p.id = r.plan_id
     where r.id = ? and r.fence <= 1`,
    [runId],
  );
  const { stopAt, stopStep, stopItem } = rows[0]?.inputs ?? {};
  if (stopAt !== name || (stepId !== undefined && stepId !== stopStep)) {
    return;
  }
  if (stopItem !== undefined && item !== undefined && item !== stopItem) {
    return;
  }
  // Once in the life of a run: a replica that takes over goes on.
  const { rowCount } = await knex.raw(
    `insert into harness_stops (run_id) values (?) on conflict do nothing`,
    [runId],
  );
  if (rowCount === 0) {
    return;
  }
  stopped.add(runId);
  tell({ kind: 'stopped', runId, at: name });
  await new Promise<void>(resolve => resume.push(resolve));
};

const engine = createRunEngine({
  knex,
  actions: createTestActions(
    createHarnessActions({ provider: options.provider }),
  ),
  services: createTestServices({ secrets: options.secrets }),
  logger,
  slots: options.slots,
  replica: options.replica,
  testing: {
    failpoint,
    apply: options.broken && brokenApply(options.broken),
    toldOfTakeover: options.broken !== 'no-fence',
  },
});

async function follow(runId: string): Promise<void> {
  for await (const event of engine.follow({
    runId,
    after: 0,
    signal: AbortSignal.timeout(300_000),
  })) {
    JSON.stringify(event);
  }
}

process.on('message', async (message: ToEngine) => {
  switch (message.kind) {
    case 'continue':
      armed = false;
      resume.forEach(go => go());
      break;
    case 'close':
      await engine.close({ graceMs: message.graceMs });
      await knex.destroy();
      tell({ kind: 'closed' });
      process.disconnect();
      break;
    case 'follow':
      await follow(message.runId);
      break;
    case 'memory':
      globalThis.gc?.();
      tell({ kind: 'memory', heapUsed: process.memoryUsage().heapUsed });
      break;
    default: {
      const never: never = message;
      throw new Error(`Unexpected message '${never}'`);
    }
  }
});
// A parent that died leaves no process behind.
process.on('disconnect', () => process.exit(0));

engine.open().then(
  () => tell({ kind: 'ready' }),
  error => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);

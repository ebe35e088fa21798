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
 * One replica of the engine with the runbook, the service and the actions of
 * the drill. Started by `startReplica`; asks its parent at every failpoint.
 */
import type { Failpoint } from '../../src/runs/failpoints';
import { createRunEngine } from '../../src/runs/RunEngine';
import { createReplicaKnex, createReplicaLogger } from '../replicaParts';
import { openInstallation } from './installation';
import type { FromReplica, ReplicaOptions, ToReplica } from './messages';

const options: ReplicaOptions = JSON.parse(
  process.env.DRILL_REPLICA_OPTIONS ?? '{}',
);

function tell(message: FromReplica): void {
  process.send?.(message);
}

const logger = createReplicaLogger(options.replica);
const knex = createReplicaKnex({
  url: options.databaseUrl,
  slots: options.slots,
});

let number = 0;
const held = new Map<number, () => void>();

const failpoint: Failpoint = async (name, { runId, stepId }) => {
  number += 1;
  const mine = number;
  await new Promise<void>(resolve => {
    held.set(mine, resolve);
    tell({ kind: 'at', number: mine, name, runId, stepId });
  });
};

const { actions, services, recovery } = openInstallation({
  ...options,
  ...{ knex, logger },
});
const engine = createRunEngine({
  ...{ knex, actions, services, logger },
  planUndo: recovery.undo.plan,
  slots: options.slots,
  replica: options.replica,
  testing: { failpoint },
});

process.on('message', async (message: ToReplica) => {
  switch (message.kind) {
    case 'open':
      await engine.open();
      tell({ kind: 'open' });
      break;
    case 'go-on':
      held.get(message.number)?.();
      held.delete(message.number);
      break;
    case 'close':
      await engine.close({ graceMs: 500 });
      await knex.destroy();
      process.disconnect();
      break;
    default:
      throw new Error(`Unexpected message ${message satisfies never}`);
  }
});
// A parent that died leaves no process behind.
process.on('disconnect', () => process.exit(0));

tell({ kind: 'loaded' });

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

import {
  describeApiError,
  type RunDetail,
  type RunState,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  startOpsBackend,
  type OpsBackend,
  type TestPerson,
} from '../__testUtils__/startOpsBackend';
import { testRunbook } from '../__testUtils__/testRunbook';
import { eventually } from '../testing';

jest.setTimeout(60_000);

const changeWithUndo = `
id: change
name: Count
action: test:change
confirm: once
reason: A test needs no verification
undo:
  action: test:change
  input:
    counter: undone after \${{ steps.change.output.count }}
`;

const judgedStep = `
id: say
name: Say it
action: test:say
expect: output.word == "fixed"
`;

let ops: OpsBackend;

beforeAll(async () => {
  ops = await startOpsBackend({
    runbooks: {
      rescue: testRunbook({
        title: 'Rescue',
        steps: [changeWithUndo, judgedStep],
      }),
    },
  });
});
afterAll(() => ops.stop());

const reaches = (runId: string, state: RunState) =>
  eventually(
    () => ops.as('olga').getRun(runId),
    run => run.state === state,
    { what: `the run to be ${state}` },
  );

/** Runs that are left open would keep their targets. */
async function cancelOpenRuns() {
  const { items } = await ops
    .as('olga')
    .listRuns({ state: ['waiting', 'needs-decision'] });
  for (const { id } of items) {
    await ops.as('olga').cancelRun({ runId: id });
    await reaches(id, 'cancelled');
  }
}
afterEach(cancelOpenRuns);

const confirm = async (runId: string, stepId: string) => {
  const { planHash } = await reaches(runId, 'waiting');
  await ops.as('olga').confirmStep({ runId, stepId, planHash });
};

const at = ({ id }: RunDetail) => ({ runId: id, stepId: 'say' });

/** A run that has changed something and stopped at a step after it. */
async function stopped(): Promise<RunDetail> {
  const plan = await ops
    .as('olga')
    .createPlan({ service: 'shop', runbook: 'rescue' });
  const { id } = await ops
    .as('olga')
    .startRun({ planId: plan.id, planHash: plan.hash });
  await confirm(id, 'change');
  return reaches(id, 'needs-decision');
}

async function failure(work: Promise<unknown>) {
  const { status, code, nextStep } = await work.then(
    () => {
      throw new Error('It was allowed');
    },
    error => describeApiError(error),
  );
  expect(nextStep).toBeTruthy();
  return { status, code };
}

describe('recovery over HTTP', () => {
  it('plans the rest with another input, and goes on with it', async () => {
    const run = await stopped();
    const changes = ops.effects.get('counter');
    const plan = await ops
      .as('olga')
      .replanStep({ ...at(run), input: { word: 'fixed' } });
    expect(plan).toMatchObject({
      continues: { runId: run.id, stepId: 'say' },
      editors: ['user:default/olga'],
      steps: [{ editedInput: { word: 'fixed' } }],
    });
    await ops.as('olga').decideStep({
      ...at(run),
      ...{ choice: 'edit', attempt: 1 },
      ...{ planId: plan.id, planHash: plan.hash },
    });
    const over = await reaches(run.id, 'succeeded');
    expect(over).toMatchObject({ planHash: plan.hash });
    expect(over.steps[1].output).toEqual({ word: 'fixed' });
    expect(ops.effects.get('counter')).toBe(changes);
  });

  it('plans to take back what was done, shows it, and does it', async () => {
    const run = await stopped();
    expect(run.steps[0].undo).toEqual({ possible: true });
    const counter = `undone after ${ops.effects.get('counter')}`;
    const plan = await ops.as('olga').planUndo({ runId: run.id });
    expect(plan).toMatchObject({
      undoes: run.id,
      steps: [
        {
          undoes: 'change',
          previews: [{ kind: 'command', text: `count ${counter}` }],
        },
      ],
    });
    const waiting = await ops.as('olga').decideStep({
      ...at(run),
      ...{ choice: 'undo', attempt: 1 },
      ...{ planId: plan.id, planHash: plan.hash },
    });
    const undo = waiting.waiting?.for === 'undo' ? waiting.waiting.runId : '';
    expect(ops.effects.get(counter)).toBeUndefined();
    await confirm(undo, 'undoChange');
    expect((await reaches(undo, 'succeeded')).undoes).toBe(run.id);
    const over = await reaches(run.id, 'failed');
    expect(over.steps[0].undoneBy).toBe(undo);
    expect(ops.effects.get(counter)).toBe(1);
    const { items } = await ops.as('olga').listRuns({ limit: 5 });
    expect(items.find(({ id }) => id === undo)?.undoes).toBe(run.id);
  });

  const asPerson = (person: TestPerson, run: RunDetail) => [
    failure(ops.as(person).replanStep({ ...at(run), input: {} })),
    failure(ops.as(person).planUndo({ runId: run.id })),
  ];

  it('is for those who may decide in the run', async () => {
    const run = await stopped();
    for (const refused of asPerson('vera', run)) {
      expect(await refused).toMatchObject({ status: 403 });
    }
    for (const refused of asPerson('stan', run)) {
      expect(await refused).toEqual({ status: 404, code: 'no-such-run' });
    }
  });

  it('refuses an input that the action does not take, and a plan of another run', async () => {
    const other = await stopped();
    const plan = await ops
      .as('olga')
      .replanStep({ ...at(other), input: { word: 'fixed' } });
    await cancelOpenRuns();
    const run = await stopped();
    expect(
      await failure(
        ops.as('olga').replanStep({ ...at(run), input: { lines: 'many' } }),
      ),
    ).toEqual({ status: 400, code: 'invalid-inputs' });
    expect(
      await failure(
        ops.as('olga').decideStep({
          ...at(run),
          ...{ choice: 'edit', attempt: 1 },
          ...{ planId: plan.id, planHash: plan.hash },
        }),
      ),
    ).toEqual({ status: 404, code: 'no-such-plan' });
  });
});

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

import type { Plan } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  planSteps,
  step,
  verified,
  type PlanOptions,
} from '../../__testUtils__/planSteps';
import { createMigratedDatabase, type TestDatabase } from '../../testing';

jest.setTimeout(60_000);

let testDatabase: TestDatabase;

beforeAll(async () => {
  testDatabase = await createMigratedDatabase();
});
afterAll(() => testDatabase.drop());

const plan = (steps: readonly string[], options?: PlanOptions) =>
  planSteps(testDatabase.knex, steps, options);

const codesOf = (made: Plan) =>
  made.findings.map(({ level, code, stepId }) =>
    [level, code, stepId].join(' '),
  );

describe('a finding', () => {
  it.each([
    ['blocking unknown-action gone', [step('gone', 'demo:gone')]],
    ['blocking not-configured unset', [step('unset', 'demo:unset')]],
    ['warning preview-failed fails', [step('fails', 'demo:fails')]],
    [
      'blocking invalid-input change',
      [step('change', 'demo:change', verified)],
    ],
    [
      'blocking unresolved-input look',
      [step('look', 'demo:look', 'input: { times: "${{ service.size }}" }')],
    ],
    [
      'blocking condition-failed look',
      [step('look', 'demo:look', 'if: service.size > 3')],
    ],
    [
      'blocking condition-failed look',
      [step('look', 'demo:look', 'each: inputs')],
    ],
    [
      'blocking invalid-input change',
      [
        step(
          'change',
          'demo:change',
          `each: "[1, 2]"\ninput: { to: "\${{ item }}" }\n${verified}`,
        ),
      ],
    ],
    [
      'blocking unknown-action change',
      [
        step(
          'change',
          'demo:change',
          `input: { to: x }\nundo: { action: demo:gone }\n${verified}`,
        ),
      ],
    ],
    [
      'blocking invalid-input change',
      [
        step(
          'change',
          'demo:change',
          `input: { to: x }\nundo: { action: demo:change }\n${verified}`,
        ),
      ],
    ],
    [
      'blocking verify-changes change',
      [
        step(
          'change',
          'demo:change',
          'input: { to: x }\nverify: { action: demo:change, input: { to: x }, until: "true", within: 1m }',
        ),
      ],
    ],
    [
      'blocking unknown-action change',
      [
        step(
          'change',
          'demo:change',
          'input: { to: x }\nverify: { action: demo:gone, until: "true", within: 1m }',
        ),
      ],
    ],
    [
      'blocking target-not-known aim',
      [
        step('look', 'demo:look'),
        step(
          'aim',
          'demo:aim',
          `input: { at: "\${{ steps.look.output.found }}" }\n${verified}`,
        ),
      ],
    ],
    [
      'blocking unresolved-input change',
      [
        step('look', 'demo:look', 'if: "false"'),
        step(
          'change',
          'demo:change',
          `input: { to: "\${{ steps.look.output.found }}" }\n${verified}`,
        ),
      ],
    ],
  ])('%s', async (expected, steps) => {
    const made = await plan(steps);
    expect(codesOf(made)).toEqual([expected]);
    expect(made.findings[0].nextStep).not.toBe('');
  });

  it('is a preview that takes too long, and nothing else waits for it', async () => {
    const made = await plan(
      [step('slow', 'demo:slow'), step('look', 'demo:look')],
      { previewLimitMs: 50 },
    );
    expect(codesOf(made)).toEqual(['warning preview-timeout slow']);
    expect(made.steps[1].previews).toHaveLength(1);
  });

  it('is not made of a target that the runbook names itself', async () => {
    const made = await plan([
      step('look', 'demo:look'),
      step(
        'aim',
        'demo:aim',
        `lock: [shop/x]\ninput: { at: "\${{ steps.look.output.found }}" }\n${verified}`,
      ),
    ]);
    expect(made.findings).toEqual([]);
    expect(made.steps[1].targets).toEqual(['shop/x']);
  });

  it('asks a second person for a change that would be confirmed alone', async () => {
    const steps = [
      step('look', 'demo:look', 'confirm: once'),
      step('change', 'demo:change', `input: { to: x }\n${verified}`),
      step(
        'confirmed',
        'demo:change',
        `input: { to: x }\nconfirm: once\n${verified}`,
      ),
      step(
        'named',
        'demo:change',
        `input: { to: x }\napproval: { from: [user:jane, group:dba, group:default/dba] }\n${verified}`,
      ),
      step(
        'late',
        'demo:change',
        `input: { to: "\${{ steps.look.output.found }}" }\nconfirm: type-target\n${verified}`,
      ),
      step('read', 'demo:look', 'approval: { from: [group:default/dba] }'),
    ];
    const approvers = ['group:default/approvers'];
    const asked = await plan(steps, { approvals: 'team', approvers });
    expect(codesOf(asked)).toEqual([]);
    expect(asked.approvals).toBe('team');
    expect(asked.steps.map(({ approval }) => approval)).toEqual([
      undefined,
      undefined,
      { from: approvers, late: false },
      { from: ['group:default/dba', 'user:default/jane'], late: false },
      { from: approvers, late: true },
      { from: ['group:default/dba'], late: false },
    ]);
    const alone = await plan(steps, { approvals: 'solo', approvers });
    expect(codesOf(alone)).toEqual([]);
    expect(alone.steps.flatMap(({ approval }) => approval ?? [])).toEqual([]);
  });

  it('does not ask what is neither a person nor a group', async () => {
    const made = await plan(
      [
        step(
          'change',
          'demo:change',
          `input: { to: x }\napproval: { from: [component:default/shop] }\n${verified}`,
        ),
      ],
      { approvals: 'team' },
    );
    expect(codesOf(made)).toEqual(['blocking unknown-approver change']);
  });
});

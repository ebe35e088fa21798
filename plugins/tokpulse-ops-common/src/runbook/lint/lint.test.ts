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

import fc from 'fast-check';
import { actions } from '../__testUtils__/actions';
import {
  frontMatter,
  healthStep,
  restartStep,
  runbookOf,
  stepBlock,
} from '../__testUtils__/runbooks';
import { parseRunbook } from '../parse';
import type { Runbook } from '../types';
import { lintRunbook } from './lint';
import type { LintOptions } from './LintContext';

const read = (source: string): Runbook => {
  const { runbook, problems } = parseRunbook(source, { path: 'runbooks/a.md' });
  if (runbook === undefined) {
    throw new Error(JSON.stringify(problems));
  }
  return runbook;
};

const lint = (source: string, options: LintOptions = {}) =>
  lintRunbook(read(source), { actions, services: ['tokpulse'], ...options });

/** Problems as one line each. */
const lines = (source: string, options?: LintOptions) =>
  lint(source, options).map(
    ({ line, column, code, severity, message, fix }) =>
      `${line}:${column} ${severity} ${code} ${message} → ${fix}`,
  );

const waitStep = 'id: wait\nname: Wait\naction: flow:wait\ninput: { for: 5s }';
const stepWith = (...more: readonly string[]) =>
  runbookOf(healthStep, [waitStep, ...more].join('\n'));
/** The first line of the second step of `stepWith`. */
const secondStep = 20;
const withInputs = (inputs: string, ...steps: readonly string[]) =>
  frontMatter.replace(/---\n$/, `inputs: ${inputs}\n---\n\n`) +
  steps.map(stepBlock).join('\n');

describe('a good runbook', () => {
  it('has no problem', () => {
    expect(lines(runbookOf(healthStep, restartStep))).toEqual([]);
  });

  it('needs no action, service or file to be known', () => {
    const unknown = runbookOf(
      'id: a\nname: A\naction: vendor:thing\ninput: { x: 1 }\nmanual: "[a](b.md)"',
    );
    expect(lintRunbook(read(`${unknown}\n[a](gone.md)\n`), {})).toEqual([]);
  });
});

describe('actions', () => {
  it.each([
    ['flow:wait', 'flow:wiat', 'Did you mean "flow:wait"?'],
    ['flow:wait', 'vendor:thing', 'Use an action of the reference'],
  ])('have to exist: %s is not %s', (known, unknown, fix) => {
    const source = stepWith().replace(known, unknown);
    expect(lines(source)).toEqual([
      expect.stringContaining(
        `22:9 error unknown-action There is no action "${unknown}" → ${fix}`,
      ),
    ]);
  });

  it('have to exist in verify and undo', () => {
    const source = stepWith(
      'verify: { action: a:b, until: output.x, within: 1s }',
      'undo: { action: c:d }',
    );
    expect(lines(source)).toEqual([
      expect.stringMatching(
        /^24:19 error unknown-action There is no action "a:b"/,
      ),
      expect.stringMatching(
        /^25:17 error unknown-action There is no action "c:d"/,
      ),
    ]);
  });
});

describe('service and run in expressions', () => {
  it('have the names that the engine gives them, and no others', () => {
    expect(
      lines(
        stepWith('if: service.titel == "x" && run.requestedby == run.reason'),
      ),
    ).toEqual([
      expect.stringContaining(
        'unknown-reference service.titel: there is no "titel" → Did you mean "title"?',
      ),
      expect.stringContaining(
        'unknown-reference run.requestedby: there is no "requestedby" → Did you mean "requestedBy"?',
      ),
    ]);
    expect(
      lines(stepWith('if: service.railway.service == service.hosts.api.url')),
    ).toEqual([]);
  });

  it('have observations in suggestWhen only', () => {
    const health = 'service.health.status == "unhealthy"';
    const source = stepWith(`if: ${health}`);
    expect(lines(source)).toEqual([
      expect.stringContaining(
        'unknown-reference service.health.status: there is no "health"',
      ),
    ]);
    expect(
      lines(stepWith().replace(/\n---\n/, `\nsuggestWhen: ${health}\n---\n`)),
    ).toEqual([]);
    expect(
      lines(
        stepWith().replace(
          /\n---\n/,
          `\nsuggestWhen: ${health.replace('status', 'state')}\n---\n`,
        ),
      ),
    ).toEqual([
      expect.stringContaining(
        'unknown-reference service.health.state: there is no "state"',
      ),
    ]);
  });
});

describe('a condition in an input', () => {
  const waitUntil = (until: string) =>
    runbookOf(
      healthStep,
      [
        'id: until',
        'name: Wait until it is up',
        'action: flow:wait-until',
        'input:',
        '  action: health:check',
        '  input: { hosts: [api] }',
        `  until: ${until}`,
      ].join('\n'),
    );

  it('is read like any other, over the output of the action it waits for', () => {
    expect(lines(waitUntil('output.status == "healthy"'))).toEqual([]);
    expect(lines(waitUntil('output.state == "healthy"'))).toEqual([
      expect.stringContaining(
        'unknown-reference output.state: there is no "state" → There are status,',
      ),
    ]);
    expect(lines(waitUntil('inputs.reason == output.status'))).toEqual([
      expect.stringContaining(
        'unknown-reference inputs.reason: "inputs" does not exist in this part of the step',
      ),
    ]);
    expect(lines(waitUntil('output.status ='))).toEqual([
      expect.stringContaining('invalid-condition'),
    ]);
  });
});

describe('the input of an action', () => {
  const problemsOf = (action: string, input: string) =>
    lint(
      runbookOf(
        `id: a\nname: A\naction: ${action}\ninput: ${input}\nreason: x\nmanual: x`,
      ),
    ).map(({ line, column, code, message, fix }) => ({
      at: `${line}:${column}`,
      code,
      message,
      fix,
    }));

  it.each([
    ['health:check', '{ hosts: [api] }'],
    [
      'health:check',
      '{ hosts: [api], timeout: 3s, comparedWith: { any: [1] } }',
    ],
    ['health:check', '{ hosts: "${{ inputs }}" }'],
    ['health:check', '{ hosts: ["${{ run.host }}"], timeout: "${{ run.t }}" }'],
    ['railway:scale', '{ replicas: "${{ run.replicas }}" }'],
    ['railway:restart', '{ service: "a-${{ run.name }}" }'],
    ['postgres:query', '{ sql: SELECT 1 }'],
    ['railway:redeploy', '{}'],
  ])('of %s may be %s', (action, input) => {
    expect(
      problemsOf(action, input).filter(({ code }) => code === 'invalid-input'),
    ).toEqual([]);
  });

  it.each([
    ['health:check', '{}', '15:1', 'input has no "hosts"', 'Add hosts'],
    [
      'health:check',
      '{ hosts: api }',
      '15:10',
      'input.hosts has the wrong type',
      'Write a value of type array',
    ],
    [
      'health:check',
      '{ hosts: [ape] }',
      '15:18',
      'input.hosts.0 is none of the values',
      'Write one of api, app, dashboard',
    ],
    [
      'health:check',
      '{ hosts: [] }',
      '15:10',
      'input.hosts must NOT have fewer',
      'See the reference',
    ],
    [
      'health:check',
      '{ hosts: [api], timeout: [] }',
      '15:24',
      'input.timeout has the wrong type',
      'Write a value of type number or string',
    ],
    [
      'health:check',
      '{ hosts: [api], timeuot: 3 }',
      '15:24',
      'input has no property "timeuot"',
      'Did you mean "timeout"?',
    ],
    [
      'railway:scale',
      '{ replicas: 11 }',
      '15:10',
      'input.replicas must be <= 10',
      'See the reference',
    ],
    [
      'railway:scale',
      '{ replicas: "2" }',
      '15:10',
      'input.replicas has the wrong type',
      'Write a value of type integer',
    ],
    [
      'railway:scale',
      '{ replicas: "a ${{ run.id }}" }',
      '15:10',
      'input.replicas has the wrong type',
      'Write a value',
    ],
    [
      'railway:redeploy',
      '{ now: true }',
      '15:10',
      'input has no property "now"',
      'Remove it; there are none',
    ],
  ])('of %s may not be %s', (action, input, at, message, fix) => {
    const problems = problemsOf(action, input);
    expect(problems).toEqual([
      {
        at,
        code: 'invalid-input',
        message: expect.stringContaining(message),
        fix: expect.stringContaining(fix),
      },
    ]);
  });

  it('is placed at the key that is wrong', () => {
    const source = runbookOf(
      'id: a\nname: A\naction: flow:wait\ninput:\n  for: 5s\n  fro: 6s',
    );
    expect(lines(source)).toEqual([
      '17:3 error invalid-input input has no property "fro" (flow:wait) → Did you mean "for"?',
    ]);
  });

  it('may not template a field that is taken as it stands', () => {
    expect(
      problemsOf(
        'postgres:query',
        '{ sql: "SELECT ${{ run.id }}", values: ["${{ run.id }}"] }',
      ),
    ).toEqual([
      expect.objectContaining({ at: '15:15', code: 'templated-field' }),
    ]);
  });
});

describe('effects', () => {
  const step = (action: string, input: string, ...more: string[]) =>
    runbookOf(
      [`id: a\nname: A\naction: ${action}\ninput: ${input}`, ...more].join(
        '\n',
      ),
    );
  const codes = (source: string) => lint(source).map(({ code }) => code);
  const full = ['manual: x', 'reason: y'];

  it('may be stricter than those of the action', () => {
    expect(
      codes(step('railway:scale', '{ replicas: 1 }', 'effect: once', ...full)),
    ).toEqual([]);
  });

  it('may not be weaker', () => {
    expect(
      lines(step('railway:restart', '{ service: a }', 'effect: read', ...full)),
    ).toEqual([
      '16:9 error loosened-effect railway:restart is "once"; a step cannot make it "read" → Remove effect, or write a stricter one than once',
    ]);
  });

  it.each([
    ['nothing', [], ['unverified-step', 'unconfirmed-step', 'missing-manual']],
    ['a reason', ['reason: x'], ['missing-manual']],
    [
      'a manual command',
      ['manual: x'],
      ['unverified-step', 'unconfirmed-step'],
    ],
    ['both', full, []],
    ['a confirmation', ['manual: x', 'confirm: once'], ['unverified-step']],
    [
      'an approval',
      ['manual: x', 'approval: { from: [group:default/dba] }'],
      ['unverified-step'],
    ],
    [
      'a verification',
      [
        'manual: x',
        'verify: { action: flow:wait, input: { for: 1s }, until: "true", within: 1s }',
      ],
      ['unconfirmed-step'],
    ],
  ])(
    'ask of a changing step to be agreed to, verified and explained: %s',
    (_what, more, expected) => {
      expect(codes(step('railway:restart', '{ service: a }', ...more))).toEqual(
        expected,
      );
      expect(
        codes(step('flow:wait', '{ for: 1s }', 'effect: idempotent', ...more)),
      ).toEqual(expected);
    },
  );

  it('accept that the action verifies itself', () => {
    expect(
      codes(step('railway:redeploy', '{}', 'manual: x', 'confirm: once')),
    ).toEqual([]);
  });

  it('do not let a step happen twice', () => {
    expect(
      codes(
        step(
          'railway:restart',
          '{ service: a }',
          'retry: { count: 1, backoff: 1s }',
          ...full,
        ),
      ),
    ).toEqual(['retried-once']);
  });

  it('do not let a verification change something, or poll too seldom', () => {
    const verify =
      'verify: { action: railway:redeploy, until: "true", within: 1s, every: 5s }';
    expect(codes(stepWith(verify))).toEqual([
      'changing-verify',
      'invalid-duration',
    ]);
  });
});

describe('a condition or template', () => {
  const codeOf = (source: string) =>
    lint(source).map(({ line, column, code }) => `${line}:${column} ${code}`);

  it.each([
    ['if: steps.health.status ==', 'invalid-condition'],
    ['if: secrets.token == "x"', 'invalid-condition'],
    ['each: "${{ run.items }}"', 'invalid-condition'],
    ['expect: output.x.matches(run.id)', 'invalid-condition'],
    ['if: steps.helth.status == "x"', 'unknown-reference'],
    ['if: steps.health.state == "x"', 'unknown-reference'],
    ['if: steps.health.output.state == "x"', 'unknown-reference'],
    ['if: steps.health.output.hosts[0].down', 'unknown-reference'],
    ['if: inputs.reason == "x"', 'unknown-reference'],
    ['if: output.x', 'unknown-reference'],
    ['if: item == "x"', 'unknown-reference'],
    ['expect: item == "x"', 'unknown-reference'],
    ['if: steps.wait.status == "x"', 'forward-reference'],
    ['if: steps.health.output.since == "x"', 'unguarded-reference'],
  ])('is wrong: %s', (line, code) => {
    const [key] = line.split(':');
    expect(codeOf(stepWith(line))).toEqual([
      `${secondStep + 4}:${key.length + 3} ${code}`,
    ]);
  });

  it.each([
    'if: steps.health.status == "succeeded"',
    'if: steps.health.output.status == "x" && steps.health.output.hosts[0].up',
    'if: steps.health.output.hosts.exists(h, h.whatever)',
    'if: steps.health.output.details.anything.at.all == 1',
    'if: has(steps.health.output.since) && steps.health.output.since == "x"',
    'if: service.title == "x" && run.id != ""',
    'expect: output == null || run.id != ""',
  ])('is right: %s', line => {
    expect(codeOf(stepWith(line))).toEqual([]);
  });

  it.each([
    ['{ for: "${{ steps.helth.status }}" }', 'unknown-reference'],
    ['{ for: "${{ steps.health.output.stauts }}" }', 'unknown-reference'],
    ['{ for: "${{ output.x }}" }', 'unknown-reference'],
    ['{ for: "${{ item }}" }', 'unknown-reference'],
    ['{ for: "${{ secrets.x }}" }', 'unknown-reference'],
    ['{ for: "${{ 1 + 1 }}" }', 'invalid-template'],
    ['{ for: "${{ run.id | upper }}" }', 'invalid-template'],
    ['{ for: "${{ run.id" }', 'invalid-template'],
    ['{ for: "${{ {} }}" }', 'invalid-template'],
  ])('is wrong in an input: %s', (input, code) => {
    const source = stepWith().replace('{ for: 5s }', input);
    expect(codeOf(source)).toEqual([`${secondStep + 3}:15 ${code}`]);
  });

  it('says what was meant', () => {
    expect(lines(stepWith('if: steps.health.output.stauts == "x"'))).toEqual([
      '24:5 error unknown-reference steps.health.output.stauts: there is no "stauts" → Did you mean "status"?',
    ]);
    expect(lines(stepWith('if: steps.health.restarted'))).toEqual([
      '24:5 error unknown-reference steps.health.restarted: a step has status and output → Did you mean steps.health.output.restarted?',
    ]);
  });

  it('may not read a step that runs later', () => {
    const source = runbookOf(restartStep, healthStep);
    expect(lines(source)).toContainEqual(
      expect.stringMatching(
        /^15:5 error forward-reference steps.health.output.status: step "health" runs later \(line 28\)/,
      ),
    );
  });

  it('may read output in expect and until, by the right schema', () => {
    const source =
      runbookOf(`${healthStep}expect: output.status != "unknown" && output.stauts == "x"
verify:
  action: postgres:query
  input: { sql: SELECT 1, values: ["\${{ output.status }}"] }
  until: output.rows.size() > 0 && output.status == "x"
  within: 1s`);
    expect(
      lint(source).map(({ line, message }) => `${line} ${message}`),
    ).toEqual([
      '17 output.stauts: there is no "stauts"',
      '20 output.status: "output" does not exist in this part of the step',
      '21 output.status: there is no "status"',
    ]);
  });

  it('may read its own step by id in verify and undo, once it has run', () => {
    const own = '"${{ steps.health.output.status }}"';
    const source = (more: string) => runbookOf(`${healthStep}${more}`);
    expect(
      lines(
        source(`if: run.id != ""
verify:
  action: postgres:query
  input: { sql: SELECT 1, values: [${own}] }
  until: output.rows[0].status == steps.health.output.status
  within: 1s
undo: { action: flow:wait, input: { for: ${own} } }`),
      ),
    ).toEqual([]);
    for (const more of [
      'if: steps.health.status == "x"',
      'expect: steps.health.output.restarted',
    ]) {
      expect(lint(source(more))).toMatchObject([{ code: 'forward-reference' }]);
    }
  });

  it('may read item in a step with each, except where the items come from', () => {
    const source = stepWith(
      'each: steps.health.output.hosts',
      'expect: item.ok && output.ok',
    );
    expect(lines(source.replace('5s', '"${{ item.time }}"'))).toEqual([]);
    expect(codeOf(stepWith('each: item'))).toEqual(['24:7 unknown-reference']);
  });

  it('has service alone in suggestWhen', () => {
    const source = runbookOf(healthStep).replace(
      'services:',
      'suggestWhen: service.health.status == "unhealthy" && inputs.x\nservices:',
    );
    expect(codeOf(source)).toEqual(['6:14 unknown-reference']);
  });

  it.each(['name', 'manual', 'reason', 'lock'])('stays text in %s', key => {
    const value = key === 'lock' ? '["${{ run.id }}"]' : '"${{ run.id }}"';
    const source =
      key === 'name'
        ? stepWith().replace('name: Wait', `name: ${value}`)
        : stepWith(`${key}: ${value}`);
    expect(lint(source)).toMatchObject([
      { code: 'invalid-template', severity: 'warning' },
    ]);
  });
});

describe('the output of a step that may be skipped', () => {
  const after = (condition: string) =>
    runbookOf(healthStep, restartStep, `${waitStep}\nif: ${condition}`);
  const unguarded = (source: string) =>
    lint(source).filter(({ code }) => code === 'unguarded-reference');

  it.each([
    'steps.restart.output.deploymentId != ""',
    'steps.health.status == "succeeded" && steps.restart.output.deploymentId != ""',
  ])('is asked to be guarded: %s', condition => {
    expect(unguarded(after(condition))).toMatchObject([
      {
        severity: 'warning',
        fix: 'Guard it: steps.restart.status == "succeeded" && …',
      },
    ]);
  });

  it.each([
    'steps.restart.status == "succeeded" && steps.restart.output.deploymentId != ""',
    'has(steps.restart.output) && steps.restart.output.deploymentId != ""',
    'steps.health.output.status == "unhealthy" && steps.restart.output.deploymentId != ""',
  ])('is guarded: %s', condition => {
    expect(unguarded(after(condition))).toEqual([]);
  });

  it('is guarded in an input by the condition of its step', () => {
    const use = '"${{ steps.restart.output.deploymentId }}"';
    const guarded = after('steps.restart.status == "succeeded"').replace(
      '5s',
      use,
    );
    expect(unguarded(guarded)).toEqual([]);
    expect(unguarded(after('run.id != ""').replace('5s', use))).toHaveLength(1);
  });

  it('is asked to be guarded when a failure jumps over the step', () => {
    const last = `id: last\nname: Last\naction: flow:wait\ninput: { for: "\${{ steps.middle.output }}" }`;
    const middle = waitStep.replace('id: wait', 'id: middle');
    const jump = `${healthStep}\nonFailure: last`;
    expect(unguarded(runbookOf(jump, middle, last))).toHaveLength(1);
    expect(unguarded(runbookOf(healthStep, middle, last))).toEqual([]);
  });
});

describe('inputs', () => {
  const step = `${waitStep}\nif: inputs.reason == "x"`;

  it('have to be a JSON Schema of an object', () => {
    for (const schema of [
      '{ type: string }',
      '{ type: object, properties: [] }',
      '{ type: object, required: x }',
    ]) {
      expect(lint(withInputs(schema, healthStep))).toMatchObject([
        { code: 'invalid-inputs-schema', line: 7, column: 9 },
      ]);
    }
  });

  it('may be read when they are required or have a default', () => {
    expect(
      lines(
        withInputs(
          '{ type: object, properties: { reason: { type: string } }, required: [reason] }',
          step,
        ),
      ),
    ).toEqual([]);
    expect(
      lines(
        withInputs(
          '{ type: object, properties: { reason: { type: string, default: a } } }',
          step,
        ),
      ),
    ).toEqual([]);
  });

  it('are asked to be guarded when they may be absent', () => {
    const schema = '{ type: object, properties: { reason: { type: string } } }';
    expect(lint(withInputs(schema, step))).toMatchObject([
      { code: 'unguarded-reference', severity: 'warning' },
    ]);
    const guarded = step.replace(
      'inputs.reason',
      'has(inputs.reason) && inputs.reason',
    );
    expect(lines(withInputs(schema, guarded))).toEqual([]);
  });

  it('have to exist', () => {
    const schema = '{ type: object, properties: { reazon: { type: string } } }';
    expect(lint(withInputs(schema, step))).toMatchObject([
      { code: 'unknown-reference', fix: 'Did you mean "reazon"?' },
    ]);
  });
});

describe('onFailure', () => {
  const codes = (first: string, second: string) =>
    lint(
      runbookOf(
        `${healthStep}onFailure: ${first}`,
        `${waitStep}\nonFailure: ${second}`,
      ),
    );

  it('may stop, continue, or go to a later step', () => {
    expect(codes('wait', 'stop')).toEqual([]);
    expect(codes('continue', 'continue')).toEqual([]);
  });

  it('may not go back, to itself, or to nowhere', () => {
    expect(codes('wiat', 'health')).toMatchObject([
      {
        code: 'invalid-jump',
        line: 17,
        column: 12,
        fix: 'Did you mean "wait"?',
      },
      {
        code: 'invalid-jump',
        message: 'Step "health" is not later: a run only goes forward',
      },
    ]);
    expect(codes('health', 'stop')).toMatchObject([{ code: 'invalid-jump' }]);
  });

  it('needs something to undo', () => {
    expect(codes('stop', 'undo')).toMatchObject([
      { code: 'invalid-jump', severity: 'warning' },
    ]);
    const undoable = runbookOf(
      'id: scale\nname: S\naction: railway:scale\ninput: { replicas: 2 }\nreason: x\nmanual: y\nonFailure: undo',
    );
    expect(lines(undoable)).toEqual([]);
  });
});

describe('services', () => {
  it('have to be configured', () => {
    expect(
      lint(runbookOf(healthStep), { services: ['tokpulse2', 'other'] }),
    ).toMatchObject([
      {
        code: 'unknown-service',
        line: 6,
        column: 12,
        fix: 'Did you mean "tokpulse2"?',
      },
    ]);
  });

  it('are missed when there is none', () => {
    const source = runbookOf(healthStep).replace('[tokpulse]', '[]');
    expect(lint(source)).toMatchObject([
      { code: 'unknown-service', severity: 'warning' },
    ]);
  });
});

describe('lintRunbook, for any text', () => {
  it('never throws, and is the same twice', () => {
    const text = runbookOf(healthStep, restartStep);
    const replaced = fc.constantFrom(
      ...[
        'health',
        'status',
        'restart',
        'output',
        'steps',
        'action',
        'api',
        '${{',
        '}}',
      ],
    );
    const by = fc.constantFrom(
      ...[
        '',
        'x',
        '__proto__',
        'constructor',
        '${{ a }}',
        '[a](b.md)',
        '"',
        '\n',
        'null',
      ],
    );
    let linted = 0;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(replaced, by), { maxLength: 3 }),
        changes => {
          const source = changes.reduce(
            (result, [from, to]) => result.replace(from, () => to),
            text,
          );
          const { runbook } = parseRunbook(source, { path: 'a.md' });
          const problemsOf = () =>
            runbook &&
            lintRunbook(runbook, {
              actions,
              services: [],
              pathExists: () => false,
            });
          linted += runbook === undefined ? 0 : 1;
          expect(problemsOf()).toEqual(problemsOf());
        },
      ),
      { numRuns: 1_000 },
    );
    expect(linted).toBeGreaterThan(100);
  });
});

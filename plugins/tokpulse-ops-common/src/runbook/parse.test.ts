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

import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { hostileMarkdown, realisticMarkdown } from './__testUtils__/markdown';
import {
  frontMatter,
  healthStep,
  restartStep,
  runbookOf,
  stepBlock,
} from './__testUtils__/runbooks';
import { parseRunbook } from './parse';
import { problemCodes } from './problems';

const parse = (source: string, path = 'runbooks/service-down.md') =>
  parseRunbook(source, { path });

/** The problems of a step with these lines, as `line:column code`. */
const problemsOfStep = (content: string) =>
  parse(`${frontMatter}\n\`\`\`yaml step\n${content}\n\`\`\`\n`).problems.map(
    ({ line, column, code, message, fix }) => ({
      // The first line of the step is 1.
      at: `${line - 9}:${column}`,
      code,
      message,
      fix,
    }),
  );

describe('a runbook', () => {
  it('is read with its steps and their defaults', () => {
    const source = runbookOf(healthStep, restartStep);
    const { runbook, problems } = parse(source);
    expect(problems).toEqual([]);
    expect(runbook).toEqual({
      id: 'service-down',
      title: 'P0 – Service down',
      category: 'emergency-response',
      severity: 'P0',
      owner: 'group:default/tokpulse-ops',
      services: ['tokpulse'],
      body: source.slice(frontMatter.length),
      path: 'runbooks/service-down.md',
      source,
      contentHash: createHash('sha256').update(source).digest('hex'),
      steps: [
        {
          id: 'health',
          name: 'Ask every host for its health',
          action: 'health:check',
          input: { hosts: ['api', 'app'] },
          onFailure: 'stop',
          confirm: 'none',
          line: 11,
        },
        {
          id: 'restart',
          name: 'Restart the partner app',
          action: 'railway:restart',
          if: 'steps.health.output.status == "unhealthy"',
          input: { service: '${{ service.railway.service }}' },
          onFailure: 'stop',
          confirm: 'once',
          manual: 'railway redeploy --service "$SERVICE"',
          verify: {
            action: 'health:check',
            input: { hosts: ['api'] },
            until: 'output.status == "healthy"',
            within: '3m',
          },
          line: 19,
        },
      ],
    });
  });

  it('may use every key there is', () => {
    const source = `---
title: Everything
category: health
severity: P3
respondWithin: 4h
owner: user:guest
services: [a, b]
suggestWhen: service.health.status == "unhealthy"
inputs:
  type: object
  properties: { reason: { type: string } }
---
${stepBlock(`
id: all
name: All keys
action: vendor:group:do-it
effect: once
if: 'true'
each: inputs.hosts
input: { host: "\${{ item }}" }
expect: output.ok
verify: { action: health:check, until: output.ok, within: 3m, every: 5s }
undo: { action: vendor:undo, input: { id: 1 } }
timeout: 30s
retry: { count: 3, backoff: 500ms }
onFailure: last
confirm: type-target
approval: { from: [group:default/approvers, user:jane] }
lock: [tokpulse/railway]
manual: echo 1
reason: It cannot be seen from outside
differs: The document restarts twice
ref: [24, 25]
`)}
${stepBlock('id: last\nname: Last\naction: flow:wait')}`;
    const { runbook, problems } = parse(source);
    expect(problems).toEqual([]);
    expect(runbook?.steps[0]).toMatchObject({
      verify: { input: {} },
      retry: { count: 3, backoff: '500ms' },
      approval: { from: ['group:default/approvers', 'user:jane'] },
      ref: [24, 25],
    });
  });

  it.each([
    ['runbooks/service-down.md', 'service-down'],
    ['service-down.MD', 'service-down'],
    ['https://example.com/a/b.c.md', 'b.c'],
    ['C:\\runbooks\\x.md', 'x'],
  ])('has the name of its file as its id: %s', (path, id) => {
    expect(parse(runbookOf(healthStep), path).runbook?.id).toBe(id);
  });

  it('has another hash for every other text', () => {
    const source = runbookOf(healthStep);
    const hashes = [
      source,
      `${source}\n`,
      source.replace(/\n/g, '\r\n'),
      `\uFEFF${source}`,
    ].map(text => parse(text).runbook?.contentHash);
    expect(new Set(hashes).size).toBe(4);
    expect(hashes[3]).toBe(
      createHash('sha256').update(`\uFEFF${source}`).digest('hex'),
    );
  });

  it('without a step can be read, with a warning', () => {
    const { runbook, problems } = parse(`${frontMatter}\nText\n`);
    expect(runbook?.steps).toEqual([]);
    expect(problems).toMatchObject([{ code: 'no-steps', severity: 'warning' }]);
  });
});

describe('front matter with a fault', () => {
  it.each([
    ['', '1:1', 'missing-front-matter'],
    ['# Only a heading', '1:1', 'missing-front-matter'],
    ['---\ntitle: x\n', '1:1', 'unclosed-fence'],
    ['---\n- a\n---\n', '1:1', 'invalid-value'],
    ['---\n---\n', '1:1', 'invalid-value'],
    [frontMatter.replace(/owner.*\n/, ''), '1:1', 'missing-owner'],
    [frontMatter.replace(/title.*\n/, ''), '1:1', 'missing-key'],
    [
      frontMatter.replace('owner: group:default/', 'owner: '),
      '5:8',
      'invalid-value',
    ],
    [
      frontMatter.replace('severity: P0', 'severity: p0'),
      '4:11',
      'invalid-value',
    ],
    [
      frontMatter.replace('category: e', 'category: E'),
      '3:11',
      'invalid-value',
    ],
    [
      frontMatter.replace('services: [tokpulse]', 'services: x'),
      '6:11',
      'invalid-value',
    ],
    [frontMatter.replace('severity', 'severty'), '4:1', 'unknown-key'],
    [
      frontMatter.replace('severity: P0', 'respondWithin: 5 min'),
      '4:16',
      'invalid-duration',
    ],
    [frontMatter.replace('title: P0', 'title: P0: x'), '2:10', 'invalid-yaml'],
  ])('is refused: %j', (source, place, code) => {
    const { runbook, problems } = parse(source);
    expect(runbook).toBeUndefined();
    expect(problems.map(({ line, column }) => `${line}:${column}`)).toContain(
      place,
    );
    expect(problems.map(problem => problem.code)).toContain(code);
  });

  it('says what was meant', () => {
    const { problems } = parse(frontMatter.replace('severity', 'severty'));
    expect(problems[0]).toMatchObject({
      message: '"severty" is not a key of the front matter',
      fix: 'Did you mean "severity"?',
    });
  });
});

describe('a step with a fault', () => {
  const step = 'id: a\nname: A\naction: flow:wait\n';

  it.each([
    [
      'name: A\naction: flow:wait',
      '0:1',
      'missing-key',
      '"id" is missing in the step',
    ],
    [`${step}nam: x`, '4:1', 'unknown-key', '"nam" is not a key of the step'],
    [`${step}if: true`, '4:5', 'invalid-value', '"if" cannot be true'],
    [`${step}if:`, '4:1', 'invalid-value', '"if" cannot be empty'],
    [`${step}if: !has(x)`, '4:5', 'unsupported-yaml', 'A tag (!)'],
    [
      `${step}timeout: 90`,
      '4:10',
      'invalid-duration',
      '"timeout" cannot be 90',
    ],
    [
      `${step}confirm: twice`,
      '4:10',
      'invalid-value',
      '"confirm" cannot be "twice"',
    ],
    [
      `${step}effect: write`,
      '4:9',
      'invalid-value',
      '"effect" cannot be "write"',
    ],
    [
      `${step}onFailure: a-b`,
      '4:12',
      'invalid-value',
      '"onFailure" cannot be "a-b"',
    ],
    [
      `${step}retry: { count: 11, backoff: 1s }`,
      '4:17',
      'invalid-value',
      '"retry.count" cannot be 11',
    ],
    [
      `${step}retry: { count: 1, backof: 1s }`,
      '4:20',
      'unknown-key',
      '"backof" is not a key of "retry"',
    ],
    [
      `${step}verify:\n  action: a:b\n  until: x`,
      '4:1',
      'missing-key',
      '"within" is missing in "verify"',
    ],
    [`${step}input: [a]`, '4:8', 'invalid-value', '"input" cannot be a list'],
    [`${step}ref: [1, 0]`, '4:10', 'invalid-value', '"ref.1" cannot be 0'],
    [
      `${step}approval: { from: [] }`,
      '4:19',
      'invalid-value',
      '"approval.from" cannot be a list',
    ],
    [`${step}name: B`, '4:1', 'duplicate-key', '"name" is there twice'],
    [
      `${step}input: { a: .nan }`,
      '4:13',
      'invalid-value',
      '.nan is not a number',
    ],
    [
      'id: a-b\nname: A\naction: flow:wait',
      '1:5',
      'invalid-value',
      '"id" cannot be "a-b"',
    ],
    [
      'id: A\nname: A\naction: flow:wait',
      '1:5',
      'invalid-value',
      '"id" cannot be "A"',
    ],
    [
      'id: a\nname: 3\naction: flow:wait',
      '2:7',
      'invalid-value',
      '"name" cannot be 3',
    ],
    [
      'id: a\nname: A\naction: wait',
      '3:9',
      'invalid-value',
      '"action" cannot be "wait"',
    ],
  ])('is refused: %j', (content, at, code, message) => {
    expect(problemsOfStep(content)).toContainEqual({
      at,
      code,
      message: expect.stringContaining(message),
      fix: expect.stringMatching(/\S/),
    });
  });

  it.each([
    'in',
    'true',
    'null',
    'stop',
    'undo',
    'constructor',
    'toString',
    '__proto__',
  ])('may not have the id %s', id => {
    expect(
      problemsOfStep(`id: ${id}\nname: A\naction: flow:wait`),
    ).toContainEqual(
      expect.objectContaining({ at: '1:5', code: 'invalid-value' }),
    );
  });

  it('is placed by its indented fence', () => {
    const source = `${frontMatter}\n  \`\`\`yaml step\n  ${step.replace(
      /\n/g,
      '\n  ',
    )}tiemout: 3s\n  \`\`\`\n`;
    expect(parse(source).problems).toMatchObject([
      {
        line: 13,
        column: 3,
        code: 'unknown-key',
        fix: 'Did you mean "timeout"?',
      },
    ]);
  });

  it('may not have the id of another step', () => {
    const { problems } = parse(runbookOf(healthStep, healthStep));
    expect(problems).toMatchObject([
      {
        line: 20,
        column: 5,
        code: 'duplicate-step',
        message: '"health" is the id of the step in line 11',
      },
    ]);
  });
});

describe('a block that looks like a step and is none', () => {
  it.each([
    ['```yml step\n```', 'error'],
    ['```yaml steps\n```', 'error'],
    ['```yaml step title="x"\n```', 'error'],
    ['```yaml,step\n```', 'error'],
    ['- item\n\n  ```yaml step\n  ```', 'warning'],
    ['> ```yaml step\n> ```', 'warning'],
    ['<details>\n```yaml step\n```\n</details>', 'warning'],
    ['    ```yaml step\n    ```', 'warning'],
  ])('is reported: %j', (block, severity) => {
    const { problems } = parse(`${runbookOf(healthStep)}\n${block}\n`);
    expect(problems).toMatchObject([{ code: 'step-fence', severity }]);
  });

  it.each([
    '```yaml\n```',
    '```yaml title="step one"\n```',
    '````md\n```yaml step\n```\n````',
    '```bash\nyaml step\n```',
  ])('is not reported when it is meant as text: %j', block => {
    expect(parse(`${runbookOf(healthStep)}\n${block}\n`).problems).toEqual([]);
  });

  it('swallows all that follows when it is not closed', () => {
    const { runbook, problems } = parse(
      `${runbookOf(healthStep)}\n\`\`\`bash\n`,
    );
    expect(runbook).toBeUndefined();
    expect(problems).toMatchObject([{ code: 'unclosed-fence', line: 19 }]);
  });
});

describe('limits', () => {
  it.each([
    ['a file', `${frontMatter}${'x'.repeat(1_000_000)}`],
    ['a step', runbookOf(`${healthStep}manual: ${'x'.repeat(64_000)}`)],
    [
      'the number of steps',
      runbookOf(
        ...Array.from({ length: 201 }, (_, index) =>
          healthStep.replace('id: health', `id: h${index}`),
        ),
      ),
    ],
  ])('hold for %s', (_what, source) => {
    const { runbook, problems } = parse(source);
    expect(runbook).toBeUndefined();
    expect(problems.map(({ code }) => code)).toContain('too-large');
  });

  it('hold for the depth of a value', () => {
    const deep = `${healthStep}lock: ${'['.repeat(5_000)}`;
    expect(parse(runbookOf(deep)).problems).toMatchObject([
      { code: 'invalid-yaml' },
    ]);
  });
});

describe('parseRunbook, for any text', () => {
  const yaml = fc
    .array(
      fc.constantFrom(
        ...[
          'id: a',
          'name: A',
          'action: a:b',
          'input:',
          '  x: ${{ y }}',
          '- ',
          ': ',
        ],
        ...[
          '&a',
          '*a',
          '!t',
          '<<: *a',
          '{',
          '[',
          '"',
          "'",
          '|',
          '>',
          '\t',
          '__proto__: 1',
        ],
        ...[
          'constructor: {}',
          'retry: {count: 1e999}',
          '? x',
          '%TAG',
          '...',
          '\u0000',
        ],
      ),
      { maxLength: 8 },
    )
    .map(lines => stepBlock(lines.join('\n')));
  const any = fc.oneof(
    hostileMarkdown,
    realisticMarkdown,
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc
      .array(yaml, { maxLength: 3 })
      .map(steps => `${frontMatter}${steps.join('\n')}`),
    fc
      .tuple(
        fc.constant(runbookOf(healthStep, restartStep)),
        fc.nat(),
        fc.string(),
      )
      .map(([text, at, inserted]) => {
        const index = at % text.length;
        return text.slice(0, index) + inserted + text.slice(index + 1);
      }),
  );

  it('never throws, and says a place and a fix for every problem', () => {
    const codes = Object.keys(problemCodes);
    let good = 0;
    let bad = 0;
    fc.assert(
      fc.property(any, source => {
        const { runbook, problems } = parse(source);
        const lines = source.split(/\r\n|\n|\r/).length;
        const hasError = problems.some(({ severity }) => severity === 'error');
        const useless = problems.filter(
          ({ code, line, column, message, fix, path }) =>
            !codes.includes(code) ||
            line < 1 ||
            line > lines ||
            column < 1 ||
            message.trim() === '' ||
            fix.trim() === '' ||
            path !== 'runbooks/service-down.md',
        );
        expect({ useless, read: runbook !== undefined }).toEqual({
          useless: [],
          read: !hasError,
        });
        good += hasError ? 0 : 1;
        bad += hasError ? 1 : 0;
      }),
      { numRuns: 10_000 },
    );
    expect(good).toBeGreaterThan(100);
    expect(bad).toBeGreaterThan(1_000);
  });

  it('pollutes no prototype', () => {
    const step = `${healthStep}\nverify: {"constructor": {"prototype": {"polluted": 1}}}`;
    parse(runbookOf(step, '__proto__: { polluted: 1 }'));
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });
});

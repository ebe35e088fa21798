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

import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { runbooksCommand } from './runbooksCommand';

const good = `---
title: Good
category: health-monitoring
owner: group:default/tokpulse-ops
services: [tokpulse]
---

# Good

See [the other one](other.md).

\`\`\`yaml step
id: health
name: Ask every host for its health
action: health:check
\`\`\`
`;

describe('runbooks lint', () => {
  let workingDirectory: string;

  const write = async (name: string, content: string) => {
    const file = path.join(workingDirectory, name);
    await fs.mkdir(path.dirname(file), { recursive: true });
    await fs.writeFile(file, content);
  };

  let input = '';
  const run = async (...args: readonly string[]) => {
    let output = '';
    let errors = '';
    const exitCode = await runbooksCommand({
      args,
      workingDirectory,
      write: text => {
        output += text;
      },
      writeError: text => {
        errors += text;
      },
      readInput: async () => input,
      createUrlReader: () => mockServices.urlReader.mock(),
    });
    return { exitCode, output, errors };
  };

  beforeEach(async () => {
    workingDirectory = await fs.mkdtemp(path.join(os.tmpdir(), 'runbooks-'));
    await write('runbooks/good.md', good);
    await write('runbooks/other.md', good);
    await write('runbooks/README.md', 'This is no runbook.');
  });

  afterEach(async () => {
    await fs.rm(workingDirectory, { recursive: true, force: true });
  });

  it('checks ./runbooks and exits with 0 when all is well', async () => {
    expect(await run('lint')).toEqual({
      exitCode: 0,
      output: '2 runbooks, 0 errors, 0 warnings\n',
      errors: '',
    });
  });

  it('prints a line for every problem and exits with 1', async () => {
    await write(
      'runbooks/bad.md',
      good
        .replace('health:check', 'health:chek')
        .replace('other.md', 'gone.md'),
    );
    expect(await run('lint')).toEqual({
      exitCode: 1,
      output: [
        'runbooks/bad.md:10:21 dead-link There is no file "gone.md" → Correct the path, from this file on',
        'runbooks/bad.md:15:9 unknown-action There is no action "health:chek" → Did you mean "health:check"?',
        '3 runbooks, 2 errors, 0 warnings',
        '',
      ].join('\n'),
      errors: '',
    });
  });

  describe('with the actions of a portal', () => {
    const portal = JSON.stringify({
      items: [
        {
          ...{ id: 'acme:page', description: 'Pages somebody', effect: 'once' },
          input: {
            type: 'object',
            properties: { who: { type: 'string' } },
            required: ['who'],
          },
          ...{ output: {}, untemplated: [], hasVerify: false, hasUndo: false },
        },
      ],
    });
    const used = good
      .replace('other.md', 'used.md')
      .replace('health:check', 'acme:page\ninput: { who: ada }\nmanual: call');

    beforeEach(() => write('used.md', used));

    it.each(['actions.json', '-'])('knows them from %s', async name => {
      await write('actions.json', name === '-' ? '' : portal);
      input = name === '-' ? portal : '';
      const known = await run('lint', '--actions', name, 'used.md');
      expect(known.output.replaceAll(/ → .*/g, '')).toBe(
        [
          'used.md:15:1 unverified-step "health" changes something (once) and nothing verifies it',
          'used.md:15:1 unconfirmed-step (warning) "health" changes something (once) and asks nobody before',
          '1 runbook, 1 error, 1 warning',
          '',
        ].join('\n'),
      );
      expect((await run('lint', 'used.md')).output).toContain('unknown-action');
    });

    it.each([
      ['nothing.json', 'ENOENT'],
      ['text.json', 'JSON'],
      ['other.json', 'items'],
    ])('says what is wrong with %s', async (name, because) => {
      await write('text.json', 'no list');
      await write('other.json', '{ "error": { "name": "NotAllowedError" } }');
      const { exitCode, errors } = await run('lint', '--actions', name);
      expect(exitCode).toBe(2);
      expect(errors).toContain(because);
      expect(errors).toContain('GET /api/tokpulse-ops/actions');
    });
  });

  it('knows the inputs of the built-in actions', async () => {
    await write(
      'a.md',
      good
        .replace('other.md', 'a.md')
        .replace('health:check', 'flow:wait\ninput: { secnods: 3 }'),
    );
    const { exitCode, output } = await run('lint', 'a.md');
    expect(exitCode).toBe(1);
    expect(output).toContain('invalid-input');
  });

  it('exits with 0 when there are only warnings', async () => {
    await write(
      'a.md',
      good.replace('other.md', 'a.md').replace(/```yaml[^]*/, ''),
    );
    expect(await run('lint', 'a.md')).toMatchObject({
      exitCode: 0,
      output: expect.stringContaining('no-steps (warning)'),
    });
  });

  it('prints one JSON object with --json', async () => {
    await write('bad.md', 'no front matter');
    const { exitCode, output } = await run(
      'lint',
      '--json',
      'runbooks',
      'bad.md',
    );
    expect(exitCode).toBe(1);
    expect(JSON.parse(output)).toMatchObject({
      files: 3,
      errors: 1,
      warnings: 1,
      problems: expect.arrayContaining([
        expect.objectContaining({
          path: 'bad.md',
          line: 1,
          column: 1,
          code: 'missing-front-matter',
          severity: 'error',
        }),
      ]),
    });
  });

  it('refuses two runbooks of one name', async () => {
    await write(
      'runbooks/more/good.md',
      good.replace('other.md', '../other.md'),
    );
    expect(await run('lint')).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining(
        'runbooks/more/good.md:1:1 duplicate-runbook "good" is the name of runbooks/good.md too → Rename one of the files',
      ),
    });
  });

  it.each([[[]], [['list']], [['lint', '--fix']]])(
    'explains its usage when it is called with %j',
    async args => {
      expect(await run(...args)).toEqual({
        exitCode: 2,
        output: '',
        errors: expect.stringContaining('Usage: runbooks lint'),
      });
    },
  );

  describe('with a configuration', () => {
    const configOf = (service: string) =>
      `tokpulseOps: { services: { ${service}: { hosts: {} } } }\n`;
    const unknown = 'There is no service "tokpulse"';

    it('takes the names of the services from app-config.yaml', async () => {
      await write('app-config.yaml', configOf('tokpulze'));
      expect(await run('lint', 'runbooks')).toMatchObject({
        exitCode: 1,
        output: expect.stringContaining(
          `runbooks/good.md:5:12 unknown-service ${unknown} → Did you mean "tokpulze"?`,
        ),
      });
      await write('app-config.local.yaml', configOf('tokpulse'));
      expect(await run('lint', 'runbooks')).toMatchObject({ exitCode: 0 });
    });

    it('takes them from the files that are named instead', async () => {
      await write('app-config.yaml', configOf('tokpulse'));
      await write('other.yaml', configOf('other'));
      expect(await run('lint', '--config', 'other.yaml')).toMatchObject({
        exitCode: 1,
        output: expect.stringContaining(unknown),
      });
    });

    it('says when a file cannot be read', async () => {
      expect(await run('lint', '--config', 'gone.yaml')).toEqual({
        exitCode: 2,
        output: '',
        errors: expect.stringMatching(
          /^The configuration cannot be read: .*gone\.yaml/,
        ),
      });
    });
  });

  it('says which path there is not', async () => {
    expect(await run('lint', 'gone')).toEqual({
      exitCode: 2,
      output: '',
      errors: 'There is no file or folder "gone"\n',
    });
  });

  it('bundles the runbooks of the folder, and those of the configuration', async () => {
    const bundled = path.join(workingDirectory, 'runbooks.html');
    expect(await run('bundle')).toEqual({
      exitCode: 0,
      output: `2 runbooks in ${bundled}\n`,
      errors: '',
    });
    expect(await fs.readFile(bundled, 'utf8')).toContain('>Good</h2>');

    await write(
      'elsewhere/third.md',
      good.replace('title: Good', 'title: Third'),
    );
    await write('elsewhere/broken.md', '# No front matter');
    await write(
      'app-config.yaml',
      [
        'tokpulseOps:',
        '  services: { tokpulse: { hosts: { api: { url: http://127.0.0.1 } } } }',
        '  runbooks: [{ type: directory, path: elsewhere }]',
        '  contacts: [{ name: Ada, phone: +49 1 }]',
        '  bundle: { path: deep/all.html }',
      ].join('\n'),
    );
    const configured = path.join(workingDirectory, 'deep/all.html');
    expect((await run('bundle')).output).toBe(
      `2 runbooks in ${configured}; with errors, as they are written: broken\n`,
    );
    const html = await fs.readFile(configured, 'utf8');
    expect(html).toContain('>Third</h2>');
    expect(html).toContain('Ada');
    expect(html).toContain('# No front matter');

    const named = path.join(workingDirectory, 'named.html');
    expect((await run('bundle', '--out', 'named.html')).output).toContain(
      named,
    );
    expect((await run('bundle', '--json')).exitCode).toBe(2);
    expect((await run('bundle', 'a.md')).exitCode).toBe(2);
  });

  it('says which address is wrong', async () => {
    await write(
      'app-config.yaml',
      'tokpulseOps: { contacts: [{ name: Ada, url: "javascript:alert(1)" }] }',
    );
    await expect(run('bundle')).rejects.toThrow('tokpulseOps.contacts[0].url');
  });
});

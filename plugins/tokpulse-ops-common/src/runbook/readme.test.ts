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

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { checkCondition } from './conditions/evaluate';
import { lintRunbook } from './lint/lint';
import { parseRunbook } from './parse';
import { problemCodes } from './problems';
import { frontMatterSchema, stepSchema } from './schema';

const readme = readFileSync(resolve(__dirname, '../../README.md'), 'utf8');
const sectionOf = (heading: string) => {
  const [, section] = readme.split(new RegExp(`^#+ ${heading}$`, 'm'));
  return section.split(/^#+ /m)[0];
};

describe('the reference of the format', () => {
  it('shows a runbook without a problem', () => {
    const [, example] = /````markdown\n([^]*?)\n````/.exec(readme) ?? [];
    const { runbook, problems } = parseRunbook(example, { path: 'a.md' });
    expect(problems).toEqual([]);
    expect(runbook && lintRunbook(runbook, {})).toEqual([]);
    expect(runbook?.steps).toHaveLength(2);
  });

  it('shows conditions that are valid', () => {
    const conditions = [
      ...sectionOf('Conditions').matchAll(/```text\n([^]*?)```/g),
    ]
      .flatMap(([, block]) => block.trim().split('\n'))
      .map(condition => ({ condition, ...checkCondition(condition) }));
    expect(conditions.length).toBeGreaterThan(5);
    expect(conditions.filter(({ ok }) => !ok)).toEqual([]);
  });

  it.each([
    ['Front matter', Object.keys(frontMatterSchema.shape)],
    ['Steps', Object.keys(stepSchema.shape)],
    ['Checking runbooks', Object.keys(problemCodes)],
  ])('names everything in "%s"', (heading, names) => {
    const section = sectionOf(heading);
    expect(names.filter(name => !section.includes(`\`${name}\``))).toEqual([]);
  });
});

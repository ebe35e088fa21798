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

/** A step that only says something. */
export const sayStep = `
id: say
name: Say hello
action: test:say
`;

/** A step that changes something, after a confirmation. */
export const changeStep = `
id: change
name: Count
action: test:change
confirm: once
reason: A test needs no verification
`;

/** The text of a runbook of the test service, with the given step blocks. */
export function testRunbook(
  options: {
    readonly title?: string;
    readonly frontMatter?: string;
    readonly steps?: readonly string[];
  } = {},
): string {
  const { title = 'A runbook', frontMatter = '', steps = [sayStep] } = options;
  return [
    '---',
    `title: ${title}`,
    'category: emergency-response',
    'owner: group:default/operators',
    'services: [shop]',
    frontMatter,
    '---',
    '',
    `# ${title}`,
    '',
    ...steps.map(step => `\`\`\`yaml step\n${step.trim()}\n\`\`\`\n`),
  ]
    .filter((line, index) => index !== 5 || line !== '')
    .join('\n');
}

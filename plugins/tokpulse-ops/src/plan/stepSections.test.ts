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

import { stepSections } from './stepSections';

const body = `# Title

\`\`\`yaml step
id: before
\`\`\`

## 1. Look at *the* \`api\`

\`\`\`yaml step
id: health
name: Ask for its health
\`\`\`

\`\`\`\`yaml step
name: The id does not come first
id: logs # of the platform
input:
  text: |
    \`\`\`
    ## not a heading
    \`\`\`
\`\`\`\`

\`\`\`markdown
## nor is this
\`\`\`

### The storefront

\`\`\`yaml step
id: 'storefront'
\`\`\`

## 2. Restart ##

\`\`\`yaml step
id: restart
\`\`\`
`;

describe('stepSections', () => {
  it('finds the heading that each step stands under', () => {
    expect([...stepSections(body)]).toEqual([
      ['health', '1. Look at the api'],
      ['logs', '1. Look at the api'],
      ['storefront', 'The storefront'],
      ['restart', '2. Restart'],
    ]);
  });

  it('finds none in a text without steps, or with an open fence', () => {
    expect(stepSections('## Only prose').size).toBe(0);
    expect([...stepSections('## A\n```yaml step\nid: x')]).toEqual([
      ['x', 'A'],
    ]);
  });
});

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

import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import { RunbookProse } from './RunbookProse';

const hostile = `
# Service down

[trap](javascript:alert(1)) and [page](https://status.example/)

<img src="x" onerror="alert(2)">
<script>alert(3)</script>
<a href="javascript:alert(4)">raw trap</a>
<iframe src="https://evil.example"></iframe>
<p onclick="alert(5)">raw text</p>

![tracker](data:image/svg+xml;base64,PHN2Zy8+)

\`\`\`yaml step
name: Restart the partner app
action: railway:restart
\`\`\`
`;

describe('RunbookProse', () => {
  it('shows a hostile text without anything that could run', async () => {
    const { container } = renderInTestApp(<RunbookProse body={hostile} />);
    expect(
      await screen.findByRole('heading', { name: 'Service down' }),
    ).toBeInTheDocument();

    expect(
      container.querySelector('script, iframe, [onerror], [onclick]'),
    ).toBe(null);
    const addresses = [...container.querySelectorAll('[href], [src]')].map(
      element => element.getAttribute('href') ?? element.getAttribute('src'),
    );
    expect(addresses.filter(address => address !== '')).toEqual([
      'https://status.example/',
    ]);
    expect(screen.getByText(/trap/, { selector: 'p' })).toBeInTheDocument();
  });

  it('names the steps instead of printing their source', async () => {
    renderInTestApp(<RunbookProse body={hostile} />);

    expect(
      await screen.findByText(
        /Step: Restart the partner app \(railway:restart\)/,
      ),
    ).toBeInTheDocument();
    expect(screen.queryByText(/yaml step/)).not.toBeInTheDocument();
  });
});

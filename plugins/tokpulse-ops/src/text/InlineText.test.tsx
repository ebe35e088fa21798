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

import { render } from '@testing-library/react';
import { InlineText } from './InlineText';

describe('InlineText', () => {
  it('shows what stands in backticks as code, and the rest as text', () => {
    const { container } = render(
      <InlineText text="`curl -f` throws <b>it</b> away" />,
    );

    expect(container.querySelector('code')).toHaveTextContent('curl -f');
    expect(container).toHaveTextContent('curl -f throws <b>it</b> away');
    expect(container.querySelector('b')).toBeNull();
  });

  it('leaves a single backtick alone', () => {
    const { container } = render(<InlineText text="the ` key" />);

    expect(container).toHaveTextContent('the ` key');
    expect(container.querySelector('code')).toBeNull();
  });
});

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

import type { PlannedStep } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { CodeBlock } from '../text/CodeBlock';
import { Disclosure } from '../text/Disclosure';
import { visibleJson, visibleText } from '../text/visibleText';
import { useText } from '../translation';

export interface ItemsPreviewProps {
  readonly items: NonNullable<PlannedStep['items']>;
}

/** The items that an undo takes back, in its order, with their inputs. */
export const ItemsPreview = ({ items }: ItemsPreviewProps) => {
  const t = useText();
  const text = items
    .map(({ label, input }) => `# ${visibleText(label)}\n${visibleJson(input)}`)
    .join('\n\n');
  return (
    <Disclosure label={t('plan.items', { count: items.length })}>
      <CodeBlock text={text} what={t('plan.items', { count: items.length })} />
    </Disclosure>
  );
};

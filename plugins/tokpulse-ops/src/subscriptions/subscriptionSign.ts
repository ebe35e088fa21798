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

import BlockIcon from '@material-ui/icons/Block';
import CheckCircleIcon from '@material-ui/icons/CheckCircle';
import HelpIcon from '@material-ui/icons/Help';
import ScheduleIcon from '@material-ui/icons/Schedule';
import WarningIcon from '@material-ui/icons/Warning';
import { visibleText } from '../text/visibleText';
import type { Sign } from '../tones/sign';

/** The states that TokPulse writes; the column takes any text. */
const signs: ReadonlyMap<string, Pick<Sign, 'tone' | 'icon'>> = new Map([
  ['ACTIVE', { tone: 'ok', icon: CheckCircleIcon }],
  ['TRIAL', { tone: 'active', icon: ScheduleIcon }],
  ['PAST_DUE', { tone: 'warning', icon: WarningIcon }],
  ['CANCELLED', { tone: 'neutral', icon: BlockIcon }],
  ['EXPIRED', { tone: 'neutral', icon: BlockIcon }],
]);

/** The state of a subscription; its word is the database's own. */
export function subscriptionSign(status: string): Sign {
  const known = signs.get(status.toUpperCase());
  return {
    ...(known ?? { tone: 'warning', icon: HelpIcon }),
    word: visibleText(status),
  };
}

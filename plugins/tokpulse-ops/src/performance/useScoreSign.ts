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

import CheckCircleIcon from '@material-ui/icons/CheckCircle';
import ErrorIcon from '@material-ui/icons/Error';
import HelpIcon from '@material-ui/icons/Help';
import WarningIcon from '@material-ui/icons/Warning';
import type { ScoreView } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Sign } from '../tones/sign';
import { useText } from '../translation';

/** Returns a function that turns the state of a score into a sign. */
export function useScoreSign(): (status: ScoreView['status']) => Sign {
  const t = useText();
  return status => {
    switch (status) {
      case 'healthy':
        return {
          tone: 'ok',
          icon: CheckCircleIcon,
          word: t('performance.healthy'),
        };
      case 'warning':
        return {
          tone: 'warning',
          icon: WarningIcon,
          word: t('performance.warning'),
        };
      case 'critical':
        return {
          tone: 'critical',
          icon: ErrorIcon,
          word: t('performance.critical'),
        };
      case 'no-data':
        return {
          tone: 'neutral',
          icon: HelpIcon,
          word: t('performance.noData'),
        };
      default:
        return status satisfies never;
    }
  };
}

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

import AutorenewIcon from '@material-ui/icons/Autorenew';
import CheckIcon from '@material-ui/icons/Check';
import FiberManualRecordIcon from '@material-ui/icons/FiberManualRecord';
import SyncIcon from '@material-ui/icons/Sync';
import SyncProblemIcon from '@material-ui/icons/SyncProblem';
import { DateTime } from 'luxon';
import { formatDuration } from '../text/duration';
import { formatAgo } from '../text/time';
import { useNow } from '../text/useNow';
import type { Sign } from '../tones/sign';
import { SignChip } from '../tones/SignChip';
import { type Text, useText } from '../translation';
import { defaultTimes } from './runFeedTimes';
import type { Connection } from './runFeedState';

function connectionSign(t: Text, connection: Connection, now: number): Sign {
  switch (connection.kind) {
    case 'connecting':
      return {
        tone: 'neutral',
        icon: SyncIcon,
        word: t('connection.connecting'),
      };
    case 'live':
      return {
        tone: 'ok',
        icon: FiberManualRecordIcon,
        word: t('connection.live'),
      };
    case 'reconnecting': {
      const since = DateTime.fromMillis(connection.since);
      return {
        tone: 'warning',
        icon: SyncProblemIcon,
        word: t('connection.reconnecting'),
        hint: t('connection.reconnectingHint', {
          ago: formatAgo(t, since, now),
        }),
      };
    }
    case 'polling': {
      const interval = formatDuration(defaultTimes.poll);
      return {
        tone: 'neutral',
        icon: AutorenewIcon,
        word: t('connection.polling', { interval }),
        hint: t('connection.pollingHint', { interval }),
      };
    }
    case 'ended':
      return { tone: 'neutral', icon: CheckIcon, word: t('connection.ended') };
    default:
      return connection satisfies never;
  }
}

export interface ConnectionChipProps {
  readonly connection: Connection;
}

/** Whether what the page shows is up to date. */
export const ConnectionChip = ({ connection }: ConnectionChipProps) => {
  const t = useText();
  const sign = connectionSign(t, connection, useNow());
  return (
    <span role="status">
      <SignChip sign={sign} look="plain" />
    </span>
  );
};

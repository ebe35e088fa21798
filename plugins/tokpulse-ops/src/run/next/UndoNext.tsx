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

import { Link } from '@backstage/core-components';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import UndoIcon from '@material-ui/icons/Undo';
import { useQuery } from '@tanstack/react-query';
import {
  terminalRunStates,
  type Waiting,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { tokpulseOpsApiRef } from '../../api/tokpulseOpsApi';
import { runRouteRef } from '../../routes';
import { formatDuration } from '../../text/duration';
import { useElapsed } from '../../text/useElapsed';
import { SignChip } from '../../tones/SignChip';
import { useSigns } from '../../tones/useSigns';
import { useText } from '../../translation';
import { NextFrame } from './NextFrame';
import { useNextStyles } from './useNextStyles';

const LOOK_MS = 2_000;

export interface UndoNextProps {
  readonly waiting: Extract<Waiting, { for: 'undo' }>;
}

/** The run waits while another one takes back what it did. */
export const UndoNext = ({ waiting }: UndoNextProps) => {
  const classes = useNextStyles();
  const t = useText();
  const signs = useSigns();
  const api = useApi(tokpulseOpsApiRef);
  const runPath = useRouteRef(runRouteRef);
  const waited = useElapsed(waiting.since) ?? 0;
  const { data: undo } = useQuery({
    queryKey: ['undo-run', waiting.runId],
    queryFn: ({ signal }) => api.getRun(waiting.runId, { signal }),
    refetchInterval: ({ state: { data } }) =>
      data !== undefined && terminalRunStates.includes(data.state)
        ? false
        : LOOK_MS,
  });
  const done = undo?.steps.filter(({ state }) => state === 'succeeded').length;
  return (
    <NextFrame
      sign={{ tone: 'active', icon: UndoIcon }}
      title={t('undoing.waiting')}
    >
      <p>
        {undo !== undefined && (
          <>
            <SignChip sign={signs.run(undo)} />{' '}
            {t('undoing.progress', {
              done: String(done),
              count: undo.steps.length,
            })}{' '}
          </>
        )}
        <Link to={runPath?.({ runId: waiting.runId }) ?? ''}>
          {t('undoing.openUndo')}
        </Link>
      </p>
      <p className={classes.quiet}>
        {t('next.waitingSince', { duration: formatDuration(waited) })}
        {'. '}
        {t('undoing.then')}
      </p>
    </NextFrame>
  );
};

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
import { useRouteRef } from '@backstage/core-plugin-api';
import LockIcon from '@material-ui/icons/Lock';
import type { Waiting } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { runRouteRef } from '../../routes';
import { formatDuration } from '../../text/duration';
import { usePersonName } from '../../text/PersonName';
import { useElapsed } from '../../text/useElapsed';
import { useText } from '../../translation';
import { NextFrame } from './NextFrame';
import { useNextStyles } from './useNextStyles';

export interface LockNextProps {
  readonly waiting: Extract<Waiting, { for: 'lock' }>;
}

/** The run waits until another one lets go of a target. */
export const LockNext = ({ waiting }: LockNextProps) => {
  const classes = useNextStyles();
  const t = useText();
  const personName = usePersonName();
  const runPath = useRouteRef(runRouteRef);
  const { heldBy, target, since } = waiting;
  const held = useElapsed(heldBy.since) ?? 0;
  const waited = useElapsed(since) ?? 0;
  return (
    <NextFrame
      sign={{ tone: 'warning', icon: LockIcon }}
      title={t('next.lockTitle', { target })}
    >
      <p>
        {t('next.lockHeld', {
          runbook: heldBy.runbookTitle,
          lead: personName(heldBy.lead),
          duration: formatDuration(held),
        })}{' '}
        <Link to={runPath?.({ runId: heldBy.runId }) ?? ''}>
          {t('next.lockOpen')}
        </Link>
      </p>
      <p className={classes.quiet}>
        {t('next.waitingSince', { duration: formatDuration(waited) })}
        {'. '}
        {t('next.lockNext')}
      </p>
    </NextFrame>
  );
};

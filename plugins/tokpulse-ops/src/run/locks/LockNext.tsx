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
import { useMyself, usePersonName } from '../../text/PersonName';
import { useElapsed } from '../../text/useElapsed';
import { SeverityChip } from '../../tones/SeverityChip';
import { SignChip } from '../../tones/SignChip';
import { useSigns } from '../../tones/useSigns';
import { useText } from '../../translation';
import { NextFrame } from '../next/NextFrame';
import type { NextProps } from '../next/nextProps';
import { useNextStyles } from '../next/useNextStyles';
import { useLocks } from '../people';
import { StealLock } from './StealLock';
import { StopOther } from './StopOther';

export interface LockNextProps extends NextProps {
  readonly waiting: Extract<Waiting, { for: 'lock' }>;
}

/** The run waits until another one lets go of a target. */
export const LockNext = ({ run, commands, waiting }: LockNextProps) => {
  const classes = useNextStyles();
  const t = useText();
  const signs = useSigns();
  const myself = useMyself();
  const personName = usePersonName();
  const runPath = useRouteRef(runRouteRef);
  const { target, since } = waiting;
  const locks = useLocks(run.service);
  const lock =
    locks.kind === 'data'
      ? locks.data.find(one => one.target === target)
      : undefined;
  // The list is newer than what the run said when it began to wait.
  const place = lock?.holder;
  const hidden = place !== undefined && 'hidden' in place;
  const holder = hidden ? undefined : place;
  const heldBy = holder ?? waiting.heldBy;
  const held = useElapsed(place?.since ?? heldBy.since) ?? 0;
  const waited = useElapsed(since) ?? 0;
  const position =
    lock === undefined
      ? -1
      : lock.queue.findIndex(one => 'runId' in one && one.runId === run.id);
  const own = !hidden && heldBy.lead === myself;
  return (
    <NextFrame
      sign={{ tone: 'warning', icon: LockIcon }}
      title={t('next.lockTitle', { target })}
      actions={
        <>
          <div className={classes.buttons}>
            {own && (
              <StopOther
                runId={heldBy.runId}
                title={heldBy.runbookTitle}
                commands={commands}
              />
            )}
            {!hidden && (
              <StealLock target={target} holder={heldBy} commands={commands} />
            )}
          </div>
          <p className={classes.quiet}>{t('next.lockNext')}</p>
        </>
      }
    >
      <p>
        {holder?.severity !== undefined && (
          <>
            <SeverityChip severity={holder.severity} />{' '}
          </>
        )}
        {hidden
          ? t('next.lockHidden', { duration: formatDuration(held) })
          : t('next.lockHeld', {
              runbook: heldBy.runbookTitle,
              lead: personName(heldBy.lead),
              duration: formatDuration(held),
            })}{' '}
        {holder !== undefined && (
          <SignChip
            sign={signs.run({
              state: holder.state,
              withFailures: false,
              cancelRequested: false,
            })}
            look="plain"
          />
        )}{' '}
        {!hidden && (
          <Link to={runPath?.({ runId: heldBy.runId }) ?? ''}>
            {t('next.lockOpen')}
          </Link>
        )}
      </p>
      {own && <p>{t('hold.own')}</p>}
      <p className={classes.quiet}>
        {t('next.waitingSince', { duration: formatDuration(waited) })}
        {lock !== undefined && position >= 0 && (
          <>
            {'. '}
            {t('hold.place', {
              place: String(position + 1),
              length: String(lock.queue.length),
            })}
          </>
        )}
      </p>
      {lock !== undefined && lock.queue.length > 1 && (
        <ol className={classes.queue} aria-label={t('hold.queue')}>
          {lock.queue.map(waiter =>
            'hidden' in waiter ? (
              <li key={waiter.since}>{t('hold.hiddenWaiter')}</li>
            ) : (
              <li
                key={waiter.runId}
                aria-current={waiter.runId === run.id ? 'true' : undefined}
              >
                {waiter.severity !== undefined && (
                  <>
                    <SeverityChip severity={waiter.severity} />{' '}
                  </>
                )}
                {waiter.runId === run.id
                  ? t('hold.thisRun')
                  : t('hold.waiter', {
                      runbook: waiter.runbookTitle,
                      lead: personName(waiter.lead),
                    })}
              </li>
            ),
          )}
        </ol>
      )}
    </NextFrame>
  );
};

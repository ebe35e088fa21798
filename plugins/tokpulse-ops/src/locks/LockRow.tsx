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
import { makeStyles } from '@material-ui/core/styles';
import LockIcon from '@material-ui/icons/LockOutlined';
import type {
  Lock,
  LockedRun,
  LockPlace,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useCommandsAbout } from '../data/useCommandsAbout';
import { runRouteRef } from '../routes';
import { StealLock } from '../run/locks/StealLock';
import { StopOther } from '../run/locks/StopOther';
import { PersonName, useMyself } from '../text/PersonName';
import { TimeFor } from '../text/TimeFor';
import { SeverityChip } from '../tones/SeverityChip';
import { SignChip } from '../tones/SignChip';
import { hairline, monospace, quietText } from '../tones/tones';
import { useSigns } from '../tones/useSigns';
import { useText } from '../translation';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'flex-start',
      gap: '8px 16px',
      padding: '12px 20px',
      '& + &': { borderTop: `1px solid ${hairline(theme)}` },
    },
    text: { flex: '1 1 300px', minWidth: 0 },
    target: {
      display: 'flex',
      alignItems: 'center',
      gap: 6,
      margin: 0,
      fontFamily: monospace,
      fontSize: 14,
      lineHeight: '22px',
      fontWeight: 600,
      overflowWrap: 'anywhere',
    },
    icon: { fontSize: 17, color: quietText(theme) },
    holder: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '2px 8px',
      margin: '4px 0 0',
      fontSize: 14,
      lineHeight: '21px',
    },
    quiet: { fontSize: 13, color: quietText(theme), margin: '6px 0 0' },
    queue: { margin: '2px 0 0', paddingLeft: 22, '& li': { margin: '2px 0' } },
    actions: { display: 'flex', flexWrap: 'wrap', gap: 8 },
  }),
  { name: 'TokPulseOpsLockRow' },
);

const HiddenLine = ({ since }: { readonly since: string }) => {
  const classes = useStyles();
  const t = useText();
  return (
    <span className={classes.holder}>
      <span>{t('locks.hidden')}</span>
      <span>{t('locks.since', { duration: <TimeFor since={since} /> })}</span>
    </span>
  );
};

const RunLine = ({ run }: { readonly run: LockedRun }) => {
  const classes = useStyles();
  const t = useText();
  const signs = useSigns();
  const runPath = useRouteRef(runRouteRef);
  return (
    <span className={classes.holder}>
      {run.severity !== undefined && <SeverityChip severity={run.severity} />}
      <Link to={runPath?.({ runId: run.runId }) ?? ''}>{run.runbookTitle}</Link>
      <span>
        {t('locks.led', { lead: <PersonName entityRef={run.lead} /> })}
      </span>
      <span>
        {t('locks.since', { duration: <TimeFor since={run.since} /> })}
      </span>
      <SignChip
        look="plain"
        sign={signs.run({
          state: run.state,
          withFailures: false,
          cancelRequested: false,
        })}
      />
    </span>
  );
};

const PlaceLine = ({ place }: { readonly place: LockPlace }) =>
  'hidden' in place ? (
    <HiddenLine since={place.since} />
  ) : (
    <RunLine run={place} />
  );

interface FreeProps {
  readonly target: string;
  readonly holder: LockedRun;
}

/** The ways to free a target: to stop the own run, or to take it from another. */
const Free = ({ target, holder }: FreeProps) => {
  const commands = useCommandsAbout(holder.runId);
  return holder.lead === useMyself() ? (
    <StopOther
      runId={holder.runId}
      title={holder.runbookTitle}
      commands={commands}
    />
  ) : (
    <StealLock target={target} holder={holder} commands={commands} />
  );
};

/** One target: who holds it and for how long, who waits, and the ways to free it. */
export const LockRow = ({ lock }: { readonly lock: Lock }) => {
  const { target, holder, queue } = lock;
  const classes = useStyles();
  const t = useText();
  const myself = useMyself();
  const hidden = 'hidden' in holder;
  return (
    <li className={classes.root}>
      <div className={classes.text}>
        <h3 className={classes.target}>
          <LockIcon className={classes.icon} aria-hidden="true" />
          {target}
        </h3>
        <PlaceLine place={holder} />
        {queue.length === 0 ? (
          <p className={classes.quiet}>{t('locks.noQueue')}</p>
        ) : (
          <>
            <p className={classes.quiet}>
              {t('locks.queueCount', { count: queue.length })}
            </p>
            <ol
              className={classes.queue}
              aria-label={t('locks.queue', { target })}
            >
              {queue.map(place => (
                <li key={'hidden' in place ? place.since : place.runId}>
                  <PlaceLine place={place} />
                </li>
              ))}
            </ol>
          </>
        )}
        {hidden && <p className={classes.quiet}>{t('locks.hiddenStep')}</p>}
        {!hidden && holder.lead === myself && (
          <p className={classes.quiet}>{t('locks.own')}</p>
        )}
      </div>
      {!hidden && (
        <div className={classes.actions}>
          <Free target={target} holder={holder} />
        </div>
      )}
    </li>
  );
};

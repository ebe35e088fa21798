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
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import WarningIcon from '@material-ui/icons/WarningOutlined';
import type { ApprovalItem } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { runRouteRef } from '../routes';
import { formatDuration } from '../text/duration';
import { PersonName } from '../text/PersonName';
import { TimeAgo } from '../text/TimeAgo';
import { useRemaining } from '../text/useElapsed';
import { visibleText } from '../text/visibleText';
import { SeverityChip } from '../tones/SeverityChip';
import { SignChip } from '../tones/SignChip';
import { hairline, quietText } from '../tones/tones';
import { useSigns } from '../tones/useSigns';
import { useText } from '../translation';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '6px 16px',
      padding: '12px 20px',
      '& + &': { borderTop: `1px solid ${hairline(theme)}` },
    },
    text: { flex: '1 1 280px', minWidth: 0 },
    first: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '4px 10px',
    },
    title: { fontSize: 14.5, fontWeight: 600, overflowWrap: 'anywhere' },
    facts: {
      margin: '3px 0 0',
      fontSize: 13,
      lineHeight: '19px',
      color: quietText(theme),
      overflowWrap: 'anywhere',
    },
    actions: {
      [theme.breakpoints.down('xs')]: {
        flex: '1 1 100%',
        '& button': { width: '100%' },
      },
    },
  }),
  { name: 'TokPulseOpsApprovalRow' },
);

const SOON_MS = 15 * 60_000;

const Expiry = ({ at }: { readonly at: string }) => {
  const t = useText();
  const left = useRemaining(at);
  if (left === 0) {
    return <>{t('approvals.expired', { ago: <TimeAgo at={at} /> })}</>;
  }
  const duration = formatDuration(left);
  return left > SOON_MS ? (
    <>{t('approvals.expiresIn', { duration })}</>
  ) : (
    <SignChip
      look="plain"
      sign={{
        tone: 'warning',
        icon: WarningIcon,
        word: t('approvals.expiresSoon', { duration }),
      }}
    />
  );
};

export interface ApprovalRowProps {
  readonly approval: ApprovalItem;
  readonly onOpen: () => void;
}

/** One question: what it would let run, for whom, since and until when. */
export const ApprovalRow = ({ approval, onOpen }: ApprovalRowProps) => {
  const classes = useStyles();
  const t = useText();
  const signs = useSigns();
  const runPath = useRouteRef(runRouteRef);
  const { runbook, runId, state, service, stepName, covers } = approval;
  const answers = state === 'open' && approval.mine;
  const title = runbook.title;
  return (
    <li className={classes.root}>
      <div className={classes.text}>
        <div className={classes.first}>
          {runbook.severity !== undefined && (
            <SeverityChip severity={runbook.severity} />
          )}
          <Link to={runPath?.({ runId }) ?? ''} className={classes.title}>
            {title}
          </Link>
          {state !== 'open' && <SignChip sign={signs.approval(state)} />}
        </div>
        <p className={classes.facts}>
          {service}
          {' · '}
          {stepName === undefined
            ? t('approvals.covers', { count: covers })
            : t('approvals.oneStep', { step: stepName })}
          {' · '}
          {t('approvals.asked', {
            who: <PersonName entityRef={approval.requestedBy} />,
            ago: <TimeAgo at={approval.requestedAt} />,
          })}
          {state === 'open' && (
            <>
              {' · '}
              <Expiry at={approval.expiresAt} />
            </>
          )}
        </p>
        {approval.reason !== undefined && (
          <p className={classes.facts}>
            {t('activity.reason', { reason: visibleText(approval.reason) })}
          </p>
        )}
        {approval.decidedBy !== undefined && (
          <p className={classes.facts}>
            {t('approvals.decided', {
              state: signs.approval(state).word,
              who: <PersonName entityRef={approval.decidedBy} />,
              ago: <TimeAgo at={approval.decidedAt ?? approval.requestedAt} />,
            })}
            {approval.comment !== undefined &&
              `: “${visibleText(approval.comment)}”`}
          </p>
        )}
        {state === 'open' && !answers && (
          <p className={classes.facts}>{approval.notMineBecause}</p>
        )}
      </div>
      <div className={classes.actions}>
        <Button
          size="small"
          variant={answers ? 'contained' : 'outlined'}
          color={answers ? 'primary' : 'default'}
          aria-label={t(
            answers ? 'approvals.lookLabel' : 'approvals.showLabel',
            {
              title,
            },
          )}
          onClick={onOpen}
        >
          {t(answers ? 'approvals.look' : 'approvals.show1')}
        </Button>
      </div>
    </li>
  );
};

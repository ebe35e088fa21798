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

import { makeStyles } from '@material-ui/core/styles';
import type { Approval } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { Fragment } from 'react';
import { formatDuration } from '../../text/duration';
import { PersonName } from '../../text/PersonName';
import { TimeAgo } from '../../text/TimeAgo';
import { useRemaining } from '../../text/useElapsed';
import { visibleText } from '../../text/visibleText';
import { SignChip } from '../../tones/SignChip';
import { quietText } from '../../tones/tones';
import { useSigns } from '../../tones/useSigns';
import { useText } from '../../translation';

const useStyles = makeStyles(
  theme => ({
    root: { display: 'grid', gap: 4, gridTemplateColumns: 'minmax(0, 1fr)' },
    line: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '2px 14px',
      margin: 0,
      fontSize: 13.5,
      color: quietText(theme),
    },
    comment: { margin: 0, fontStyle: 'italic' },
  }),
  { name: 'TokPulseOpsApprovalFacts' },
);

const Expiry = ({ at }: { readonly at: string }) => {
  const t = useText();
  const left = useRemaining(at);
  return (
    <span>
      {left === 0
        ? t('ask.expiredNow')
        : t('ask.expiresIn', { duration: formatDuration(left) })}
    </span>
  );
};

/** Groups and users by name. */
export const AskedOf = ({ from }: { readonly from: readonly string[] }) => {
  const t = useText();
  return from.length === 0 ? (
    <>{t('ask.everybody')}</>
  ) : (
    <>
      {from.map((ref, index) => (
        <Fragment key={ref}>
          {index > 0 && ', '}
          <PersonName entityRef={ref} />
        </Fragment>
      ))}
    </>
  );
};

/** Who is asked by whom and since when, until when, and what came of it. */
export const ApprovalFacts = ({
  approval,
  over = false,
}: {
  readonly approval: Approval;
  /** Its run is over: nothing that was said can expire any more. */
  readonly over?: boolean;
}) => {
  const classes = useStyles();
  const t = useText();
  const signs = useSigns();
  const { state, decidedBy, decidedAt } = approval;
  return (
    <div className={classes.root}>
      <p className={classes.line}>
        <SignChip sign={signs.approval(state)} look="plain" />
        {decidedBy !== undefined && decidedAt !== undefined && (
          <span>
            {t('ask.decided', {
              who: <PersonName entityRef={decidedBy} />,
              ago: <TimeAgo at={decidedAt} />,
            })}
          </span>
        )}
        {state === 'open' && (
          <span>{t('ask.of', { who: <AskedOf from={approval.from} /> })}</span>
        )}
        <span>
          {t('ask.askedBy', {
            who: <PersonName entityRef={approval.requestedBy} />,
            ago: <TimeAgo at={approval.requestedAt} />,
          })}
        </span>
        {!over && (state === 'open' || state === 'approved') && (
          <Expiry at={approval.expiresAt} />
        )}
      </p>
      {approval.comment !== undefined && (
        <p className={classes.comment}>“{visibleText(approval.comment)}”</p>
      )}
    </div>
  );
};

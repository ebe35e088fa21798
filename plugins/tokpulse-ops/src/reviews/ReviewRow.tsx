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
import type { Review } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useState } from 'react';
import { useCommandsAbout } from '../data/useCommandsAbout';
import { runRouteRef } from '../routes';
import { PersonName } from '../text/PersonName';
import { TimeAgo } from '../text/TimeAgo';
import { visibleText } from '../text/visibleText';
import { hairline, quietText, tonesOf } from '../tones/tones';
import { useText } from '../translation';
import { CloseReview } from './CloseReview';

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
    open: { boxShadow: `inset 4px 0 0 ${tonesOf(theme).critical.line}` },
    text: { flex: '1 1 280px', minWidth: 0 },
    title: { fontSize: 14.5, fontWeight: 600, overflowWrap: 'anywhere' },
    line: {
      margin: '3px 0 0',
      fontSize: 14,
      lineHeight: '20px',
      overflowWrap: 'anywhere',
    },
    quiet: { fontSize: 13, color: quietText(theme) },
  }),
  { name: 'TokPulseOpsReviewRow' },
);

/** One broken glass: who, why, and what has to be said about it. */
export const ReviewRow = ({ review }: { readonly review: Review }) => {
  const classes = useStyles();
  const t = useText();
  const runPath = useRouteRef(runRouteRef);
  const commands = useCommandsAbout(review.runId);
  const [closing, setClosing] = useState(false);
  const { runbookTitle: title, closedBy, closedAt, note = '' } = review;
  const open = review.state === 'open';
  return (
    <li className={`${classes.root} ${open ? classes.open : ''}`}>
      <div className={classes.text}>
        <Link
          to={runPath?.({ runId: review.runId }) ?? ''}
          className={classes.title}
        >
          {title}
        </Link>
        <p className={`${classes.line} ${classes.quiet}`}>
          {review.service}
          {' · '}
          {t('reviews.opened', {
            who: <PersonName entityRef={review.openedBy} />,
            ago: <TimeAgo at={review.openedAt} />,
          })}
        </p>
        <p className={classes.line}>
          {t('reviews.because', { reason: visibleText(review.reason) })}
        </p>
        {closedBy !== undefined && closedAt !== undefined && (
          <p className={classes.line}>
            {t('reviews.closed', {
              who: <PersonName entityRef={closedBy} />,
              ago: <TimeAgo at={closedAt} />,
              note: visibleText(note),
            })}
          </p>
        )}
        {open && !review.mine && (
          <p className={`${classes.line} ${classes.quiet}`}>
            {review.notMineBecause}
            {review.closableAt !== undefined && (
              <>
                {' '}
                {t('reviews.closableAt', {
                  when: <TimeAgo at={review.closableAt} />,
                })}
              </>
            )}
          </p>
        )}
      </div>
      {open && review.mine && (
        <Button
          size="small"
          variant="contained"
          color="primary"
          aria-label={t('reviews.closeLabel', { title })}
          onClick={() => setClosing(true)}
        >
          {t('reviews.close')}
        </Button>
      )}
      {closing && open && (
        <CloseReview
          review={review}
          commands={commands}
          onClose={() => setClosing(false)}
        />
      )}
    </li>
  );
};

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
import { countInbox, useInbox } from '../data/inbox';
import { RunList } from '../operations/RunList';
import { approvalsRouteRef, reviewsRouteRef } from '../routes';
import { Panel } from '../states/Panel';
import { tonesOf } from '../tones/tones';
import { useText } from '../translation';

const useStyles = makeStyles(
  theme => ({
    root: { borderColor: tonesOf(theme).warning.line },
    links: {
      display: 'flex',
      flexWrap: 'wrap',
      gap: '4px 24px',
      padding: '8px 20px 12px',
      fontSize: 14.5,
      fontWeight: 600,
    },
  }),
  { name: 'TokPulseOpsWaitingPanel' },
);

/** What waits for the reader; not there while nothing does. */
export const WaitingPanel = () => {
  const classes = useStyles();
  const t = useText();
  const inbox = useInbox();
  const approvalsPath = useRouteRef(approvalsRouteRef);
  const reviewsPath = useRouteRef(reviewsRouteRef);
  const { approvals, reviews, runs } = inbox;
  if (countInbox(inbox) === 0) {
    return null;
  }
  return (
    <Panel title={t('inbox.title')} className={classes.root}>
      {approvals.length + reviews.length > 0 && (
        <div className={classes.links}>
          {approvals.length > 0 && (
            <Link to={approvalsPath?.() ?? ''}>
              {t('inbox.approvals', { count: approvals.length })}
            </Link>
          )}
          {reviews.length > 0 && (
            <Link to={reviewsPath?.() ?? ''}>
              {t('inbox.reviews', { count: reviews.length })}
            </Link>
          )}
        </div>
      )}
      {runs.length > 0 && <RunList runs={runs} label={t('inbox.title')} />}
    </Panel>
  );
};

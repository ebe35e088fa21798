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
import { useState } from 'react';
import { ApprovalDialog } from '../approvals/ApprovalDialog';
import { ApprovalRow } from '../approvals/ApprovalRow';
import { useApprovals } from '../approvals/useApprovals';
import { ReviewRow } from '../reviews/ReviewRow';
import { useReviews } from '../reviews/useReviews';
import { approvalsRouteRef, reviewsRouteRef } from '../routes';
import { Panel } from '../states/Panel';
import { useText } from '../translation';

const useStyles = makeStyles(
  { list: { listStyle: 'none', margin: 0, padding: '6px 0' } },
  { name: 'TokPulseOpsOpenWork' },
);

export interface OpenWorkProps {
  /** Id of the service. */
  readonly service: string;
}

/** Approvals and reviews of a service that are open; not there while none is. */
export const OpenWork = ({ service }: OpenWorkProps) => {
  const classes = useStyles();
  const t = useText();
  const approvals = useApprovals('open').items;
  const reviews = useReviews('open').items;
  const approvalsPath = useRouteRef(approvalsRouteRef);
  const reviewsPath = useRouteRef(reviewsRouteRef);
  const [openId, setOpenId] = useState<string>();
  const ofService = <T extends { readonly service: string }>(
    items: readonly T[],
  ) => items.filter(item => item.service === service);
  const asked = approvals.kind === 'data' ? ofService(approvals.data) : [];
  const broken = reviews.kind === 'data' ? ofService(reviews.data) : [];
  return (
    <>
      {asked.length > 0 && (
        <Panel
          title={t('approvals.openTitle')}
          aside={<Link to={approvalsPath?.() ?? ''}>{t('approvals.all')}</Link>}
        >
          <ul className={classes.list} aria-label={t('approvals.openTitle')}>
            {asked.map(approval => (
              <ApprovalRow
                key={approval.id}
                approval={approval}
                onOpen={() => setOpenId(approval.id)}
              />
            ))}
          </ul>
        </Panel>
      )}
      {broken.length > 0 && (
        <Panel
          title={t('reviews.openTitle')}
          aside={<Link to={reviewsPath?.() ?? ''}>{t('reviews.all')}</Link>}
        >
          <ul className={classes.list} aria-label={t('reviews.openTitle')}>
            {broken.map(review => (
              <ReviewRow key={review.id} review={review} />
            ))}
          </ul>
        </Panel>
      )}
      {openId !== undefined && (
        <ApprovalDialog
          approval={asked.find(({ id }) => id === openId)}
          reading="read"
          onClose={() => setOpenId(undefined)}
          onAnswered={() => setOpenId(undefined)}
        />
      )}
    </>
  );
};

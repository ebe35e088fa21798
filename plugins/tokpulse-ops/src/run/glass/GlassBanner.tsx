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

import Button from '@material-ui/core/Button';
import type {
  Review,
  RunDetail,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useState } from 'react';
import { CloseReview } from '../../reviews/CloseReview';
import { Notice } from '../../states/Notice';
import { PersonName } from '../../text/PersonName';
import { TimeAgo } from '../../text/TimeAgo';
import { visibleText } from '../../text/visibleText';
import { useText } from '../../translation';
import { useRunReviews } from '../people';
import type { RunCommands } from '../useRunCommands';

interface ReviewProps {
  readonly review: Review;
  readonly commands: RunCommands;
}

const ReviewLines = ({ review, commands }: ReviewProps) => {
  const t = useText();
  const [closing, setClosing] = useState(false);
  return (
    <>
      <p>
        {t('glass.by', {
          who: <PersonName entityRef={review.openedBy} />,
          ago: <TimeAgo at={review.openedAt} />,
          reason: visibleText(review.reason),
        })}
      </p>
      {review.state === 'closed' ? (
        <p>
          {t('glass.closed', {
            who: <PersonName entityRef={review.closedBy ?? 'system'} />,
            ago: <TimeAgo at={review.closedAt ?? review.openedAt} />,
            note: visibleText(review.note ?? ''),
          })}
        </p>
      ) : (
        <p>
          {t('glass.reviewOpen')}{' '}
          {review.mine ? (
            <Button
              size="small"
              variant="outlined"
              onClick={() => setClosing(true)}
            >
              {t('glass.closeDots')}
            </Button>
          ) : (
            review.notMineBecause
          )}
        </p>
      )}
      {closing && review.state === 'open' && (
        <CloseReview
          review={review}
          commands={commands}
          onClose={() => setClosing(false)}
        />
      )}
    </>
  );
};

export interface GlassBannerProps {
  readonly run: RunDetail;
  readonly commands: RunCommands;
}

/** Loud for as long as the run is looked at: it goes on without approvals. */
export const GlassBanner = ({ run, commands }: GlassBannerProps) => {
  const t = useText();
  const reviews = useRunReviews(run);
  if (!run.glassBroken) {
    return null;
  }
  const items = reviews.kind === 'data' ? reviews.data : [];
  const done =
    items.length > 0 && items.every(({ state }) => state === 'closed');
  return (
    <Notice
      tone={done ? 'warning' : 'critical'}
      title={t(run.approvals === 'team' ? 'glass.banner' : 'glass.bannerSolo')}
      alert
    >
      {items.map(review => (
        <ReviewLines key={review.id} review={review} commands={commands} />
      ))}
      {reviews.kind === 'error' && <p>{t('glass.unread')}</p>}
    </Notice>
  );
};

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
import { runReadPermission } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { oneOf, useParamsOfPage } from '../data/searchParam';
import { ChoiceButtons } from '../states/ChoiceButtons';
import { MoreButton } from '../states/MoreButton';
import { Panel } from '../states/Panel';
import { StateView } from '../states/StateView';
import { useText } from '../translation';
import { ReviewRow } from './ReviewRow';
import { useReviews } from './useReviews';

const useStyles = makeStyles(
  { list: { listStyle: 'none', margin: 0, padding: '6px 0' } },
  { name: 'TokPulseOpsReviewsPage' },
);

const states = ['open', 'closed'] as const;

/** Broken glass: it stays here until somebody has looked at it. */
export const ReviewsPage = () => {
  const classes = useStyles();
  const t = useText();
  const [params, change] = useParamsOfPage();
  const state = oneOf(params.get('show'), states);
  const reviews = useReviews(state);
  return (
    <Panel
      title={t('reviews.title')}
      aside={
        <ChoiceButtons
          label={t('reviews.show')}
          value={state}
          options={[
            { value: 'open', label: t('reviews.showOpen') },
            { value: 'closed', label: t('reviews.showClosed') },
          ]}
          onChoice={show => change({ show })}
        />
      }
    >
      <StateView
        of={reviews.items}
        what={t('reviews.what')}
        permission={runReadPermission.name}
        empty={{
          when: items => items.length === 0,
          title: t(
            state === 'open' ? 'reviews.noneOpen' : 'reviews.noneClosed',
          ),
          nextStep: t('reviews.noneOpenStep'),
        }}
      >
        {items => (
          <>
            <ul className={classes.list} aria-label={t('reviews.title')}>
              {items.map(review => (
                <ReviewRow key={review.id} review={review} />
              ))}
            </ul>
            <MoreButton of={reviews} label={t('reviews.more')} />
          </>
        )}
      </StateView>
    </Panel>
  );
};

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
import { makeStyles } from '@material-ui/core/styles';
import {
  subscriptionAnomalySchema,
  type SubscriptionsOverview,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { SelectInput } from '../text/SelectInput';
import { SlowTextInput } from '../text/SlowTextInput';
import { useText } from '../translation';
import { anySubscription, type SubscriptionFilter } from './subscriptionFilter';
import { useAnomalyWords } from './useAnomalyWords';

const MAX_ORGANIZATION = 120;

const useStyles = makeStyles(
  {
    root: {
      display: 'grid',
      gap: 12,
      alignItems: 'center',
      gridTemplateColumns: 'repeat(auto-fill, minmax(min(200px, 100%), 1fr))',
      padding: '14px 20px 6px',
    },
  },
  { name: 'TokPulseOpsSubscriptionFilters' },
);

export type FilterChanges = Partial<
  Record<keyof SubscriptionFilter, string | undefined>
>;

export interface SubscriptionFiltersProps {
  readonly filter: SubscriptionFilter;
  /** What there is to choose from, once it is known. */
  readonly overview: SubscriptionsOverview | undefined;
  readonly onChange: (changes: FilterChanges) => void;
}

interface Choice {
  readonly id: string;
  readonly title: string;
}

/** What is filtered by stays choosable also when nothing has it any more. */
function withChosen(
  choices: readonly Choice[],
  chosen: string | undefined,
): readonly Choice[] {
  return chosen === undefined || choices.some(({ id }) => id === chosen)
    ? choices
    : [...choices, { id: chosen, title: chosen }];
}

/** Which subscriptions are listed; the address says it too. */
export const SubscriptionFilters = (props: SubscriptionFiltersProps) => {
  const { filter, overview, onChange } = props;
  const classes = useStyles();
  const t = useText();
  const anomalyWords = useAnomalyWords();
  const statuses = (overview?.byStatus ?? []).map(({ status }) => ({
    id: status,
    title: status,
  }));
  const plans = (overview?.byPlan ?? []).map(({ plan, name }) => ({
    id: plan,
    title: name,
  }));
  return (
    <div
      className={classes.root}
      role="search"
      aria-label={t('subsList.filters')}
    >
      <SelectInput
        label={t('subsList.anomaly')}
        value={filter.anomaly ?? ''}
        any={t('subsList.anyAnomaly')}
        options={subscriptionAnomalySchema.options.map(id => ({
          id,
          title: anomalyWords(id),
        }))}
        onChoice={anomaly => onChange({ anomaly })}
      />
      <SelectInput
        label={t('subsList.status')}
        value={filter.status ?? ''}
        any={t('subsList.anyStatus')}
        options={withChosen(statuses, filter.status)}
        onChoice={status => onChange({ status })}
      />
      <SelectInput
        label={t('subsList.plan')}
        value={filter.plan ?? ''}
        any={t('subsList.anyPlan')}
        options={withChosen(plans, filter.plan)}
        onChoice={plan => onChange({ plan })}
      />
      <SlowTextInput
        label={t('subsList.organization')}
        value={filter.organization ?? ''}
        maxLength={MAX_ORGANIZATION}
        onText={organization => onChange({ organization })}
      />
      {Object.keys(filter).length > 0 && (
        <Button size="small" onClick={() => onChange(anySubscription)}>
          {t('subsList.clear')}
        </Button>
      )}
    </div>
  );
};

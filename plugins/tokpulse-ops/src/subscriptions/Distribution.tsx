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
import type { SubscriptionsOverview } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { visibleText } from '../text/visibleText';
import { hairline, quietText } from '../tones/tones';
import { useText } from '../translation';
import { CountBars } from './CountBars';
import { DriftLine } from './DriftLine';
import { MissingIndexes } from './MissingIndexes';
import { formatPrice } from './price';
import type { SubscriptionFilter } from './subscriptionFilter';
import type { FilterChanges } from './SubscriptionFilters';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'grid',
      gap: 14,
      padding: '12px 20px 14px',
      borderTop: `1px solid ${hairline(theme)}`,
      borderBottom: `1px solid ${hairline(theme)}`,
    },
    bars: {
      display: 'grid',
      gap: '16px 40px',
      gridTemplateColumns: 'repeat(auto-fit, minmax(min(260px, 100%), 1fr))',
    },
    told: {
      display: 'grid',
      gap: 4,
      fontSize: 13.5,
      lineHeight: '20px',
      color: quietText(theme),
      '& p': { margin: 0 },
    },
  }),
  { name: 'TokPulseOpsDistribution' },
);

export interface DistributionProps {
  readonly overview: SubscriptionsOverview;
  readonly filter: SubscriptionFilter;
  readonly onFilter: (changes: FilterChanges) => void;
}

/** How the subscriptions are spread, and what to know about these figures. */
export const Distribution = (props: DistributionProps) => {
  const { overview, filter, onFilter } = props;
  const { byStatus, byPlan, total, drift, schema, missingIndexes } = overview;
  const classes = useStyles();
  const t = useText();
  const planNote = (plan: (typeof byPlan)[number]) => {
    const { price, currency, interval } = plan;
    const active = t('subs.activeOf', {
      active: plan.active.toLocaleString(),
      number: plan.count.toLocaleString(),
    });
    return price === undefined || currency === undefined
      ? active
      : `${active} · ${
          interval === undefined
            ? formatPrice(price, currency)
            : t('subs.price', {
                price: formatPrice(price, currency),
                interval,
              })
        }`;
  };
  return (
    <div className={classes.root}>
      <div className={classes.bars}>
        <CountBars
          title={t('subs.byStatus')}
          total={total}
          chosen={filter.status}
          onChoice={status => onFilter({ status })}
          bars={byStatus.map(({ status, count }) => ({
            id: status,
            name: visibleText(status),
            count,
          }))}
        />
        <CountBars
          title={t('subs.byPlan')}
          total={total}
          chosen={filter.plan}
          onChoice={plan => onFilter({ plan })}
          bars={byPlan.map(plan => ({
            id: plan.plan,
            name: visibleText(plan.name),
            count: plan.count,
            note: planNote(plan),
          }))}
        />
      </div>
      <div className={classes.told}>
        <DriftLine drift={drift} />
        <p>{t('subs.schema', { told: schema.told })}</p>
      </div>
      <MissingIndexes indexes={missingIndexes} />
    </div>
  );
};

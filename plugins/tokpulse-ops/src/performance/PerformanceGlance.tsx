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
import {
  type BudgetView,
  type HostPerformance,
  type ServiceInfo,
  serviceReadPermission,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { formatQuantity } from '../charts/quantity';
import { useServicePerformance } from '../data/observations';
import { StateView } from '../states/StateView';
import { SignChip } from '../tones/SignChip';
import { quietText } from '../tones/tones';
import { useText } from '../translation';
import { useScoreSign } from './useScoreSign';

const useStyles = makeStyles(
  theme => ({
    list: { listStyle: 'none', margin: 0, padding: 0 },
    host: { padding: '3px 0' },
    state: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '2px 10px',
      fontSize: 14,
      lineHeight: '22px',
    },
    quiet: {
      margin: 0,
      fontSize: 13,
      lineHeight: '19px',
      color: quietText(theme),
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'TokPulseOpsPerformanceGlance' },
);

const Host = ({ of }: { readonly of: HostPerformance }) => {
  const classes = useStyles();
  const t = useText();
  const scoreSign = useScoreSign();
  const { host, score } = of;
  const [worst] = of.budgets
    .filter(({ violated }) => violated)
    .sort((a, b) => overshoot(b) - overshoot(a));
  return (
    <li className={classes.host}>
      <div className={classes.state}>
        <strong>{host}</strong>
        {score.value === undefined ? (
          <span className={classes.quiet}>{t('performanceGlance.noData')}</span>
        ) : (
          <>
            <span>
              {score.value} {t('performance.outOf')}
            </span>
            <SignChip sign={scoreSign(score.status)} look="plain" />
          </>
        )}
      </div>
      {worst?.reading !== undefined && (
        <p className={classes.quiet}>
          {t('performanceGlance.worst', {
            name: worst.name,
            reading: formatQuantity(worst.reading, worst.unit),
            threshold: formatQuantity(worst.threshold, worst.unit),
          })}
        </p>
      )}
    </li>
  );
};

/** How many times the budget the reading is. */
function overshoot({ reading = 0, threshold }: BudgetView): number {
  return threshold > 0 ? reading / threshold : 0;
}

/** The scores of a service in a few lines, for a card. */
export const PerformanceGlance = (props: { readonly service: ServiceInfo }) => {
  const { service } = props;
  const classes = useStyles();
  const t = useText();
  const performance = useServicePerformance(service.id, '24h');
  return (
    <StateView
      of={performance}
      what={t('performance.what', { service: service.title })}
      permission={serviceReadPermission.name}
      skeleton="line"
    >
      {({ hosts }) =>
        hosts.length === 0 ? (
          <p className={classes.quiet}>{t('performanceGlance.notOffered')}</p>
        ) : (
          <ul className={classes.list} aria-label={t('performance.title')}>
            {hosts.map(host => (
              <Host key={host.host} of={host} />
            ))}
          </ul>
        )
      }
    </StateView>
  );
};

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
import type { Slo } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { MeterBar } from '../charts/MeterBar';
import { formatShare } from '../charts/quantity';
import { useWindowWords } from '../charts/windows';
import { quietText, type Tone, tonesOf } from '../tones/tones';
import { useText } from '../translation';
import { budgetLeft, formatBudget } from './budget';

const useStyles = makeStyles(
  theme => ({
    name: { fontSize: 13, lineHeight: '20px', color: quietText(theme) },
    words: {
      margin: '0 0 6px',
      fontSize: 15,
      lineHeight: '26px',
      fontWeight: 600,
      fontVariantNumeric: 'tabular-nums',
    },
    spent: { color: tonesOf(theme).critical.text },
    quiet: {
      margin: '6px 0 0',
      fontSize: 13,
      lineHeight: '18px',
      color: quietText(theme),
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'TokPulseOpsErrorBudget' },
);

const toneOf = (share: number): Tone => {
  if (share <= 0) {
    return 'critical';
  }
  return share < 0.25 ? 'warning' : 'ok';
};

export interface ErrorBudgetProps {
  readonly service: string;
  readonly slo: Slo;
}

/** How much downtime the objective still allows. */
export const ErrorBudget = ({ service, slo }: ErrorBudgetProps) => {
  const classes = useStyles();
  const t = useText();
  const windows = useWindowWords();
  const left = budgetLeft(slo);
  const budget = formatBudget(slo.budgetMs);
  const words =
    left >= 0
      ? t('availability.sloLeft', { left: formatBudget(left), budget })
      : t('availability.sloSpent', { over: formatBudget(-left), budget });
  return (
    <div>
      <div className={classes.name}>{t('availability.slo')}</div>
      <p className={`${classes.words} ${left < 0 ? classes.spent : ''}`}>
        {words}
      </p>
      <MeterBar
        label={t('availability.sloMeter')}
        words={words}
        value={Math.max(0, left)}
        max={slo.budgetMs}
        tone={toneOf(slo.budgetMs === 0 ? 0 : left / slo.budgetMs)}
      />
      <p className={classes.quiet}>
        {t('availability.sloObjective', {
          objective: formatShare(slo.objective),
          window: windows.short[slo.window],
        })}
        {!slo.configured && `. ${t('availability.sloDefault', { service })}`}
      </p>
    </div>
  );
};

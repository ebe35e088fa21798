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
import CheckCircleIcon from '@material-ui/icons/CheckCircle';
import ErrorIcon from '@material-ui/icons/Error';
import HelpIcon from '@material-ui/icons/Help';
import WarningIcon from '@material-ui/icons/Warning';
import type { BudgetView } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { MeterBar } from '../charts/MeterBar';
import { formatNumber, formatQuantity } from '../charts/quantity';
import { visibleText } from '../text/visibleText';
import type { Sign } from '../tones/sign';
import { SignChip } from '../tones/SignChip';
import { hairline, monospace, quietText } from '../tones/tones';
import { type Text, useText } from '../translation';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'grid',
      gridTemplateColumns: '128px minmax(0, 3fr) minmax(0, 2fr)',
      gap: '2px 16px',
      padding: '8px 0',
      '& + &': { borderTop: `1px dashed ${hairline(theme)}` },
      [theme.breakpoints.down('xs')]: {
        gridTemplateColumns: 'minmax(0, 1fr)',
      },
    },
    name: {
      fontFamily: monospace,
      fontSize: 13,
      fontWeight: 600,
      overflowWrap: 'anywhere',
    },
    description: {
      margin: '1px 0 0',
      fontSize: 13,
      lineHeight: '19px',
      color: quietText(theme),
      overflowWrap: 'anywhere',
    },
    value: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'baseline',
      gap: '0 10px',
      fontSize: 14,
      lineHeight: '20px',
      fontWeight: 600,
      fontVariantNumeric: 'tabular-nums',
    },
    over: { fontSize: 13, fontWeight: 400 },
    bar: { margin: '5px 0' },
    limits: { fontSize: 12.5, lineHeight: '17px', color: quietText(theme) },
  }),
  { name: 'TokPulseOpsBudgetRow' },
);

function signOf(t: Text, budget: BudgetView): Sign {
  if (budget.reading === undefined) {
    return {
      tone: 'neutral',
      icon: HelpIcon,
      word: t('performance.noReading'),
    };
  }
  if (!budget.violated) {
    return {
      tone: 'ok',
      icon: CheckCircleIcon,
      word: t('performance.within'),
    };
  }
  return budget.severity === 'error'
    ? {
        tone: 'critical',
        icon: ErrorIcon,
        word: t('performance.severityError'),
      }
    : {
        tone: 'warning',
        icon: WarningIcon,
        word: t('performance.severityWarning'),
      };
}

/** One budget: what was read, what it may be, and by how much it is over. */
export const BudgetRow = ({ budget }: { readonly budget: BudgetView }) => {
  const { name, description, threshold, unit, statistic, reading } = budget;
  const classes = useStyles();
  const t = useText();
  const sign = signOf(t, budget);
  const limit = t('performance.limit', {
    statistic,
    threshold: formatQuantity(threshold, unit),
  });
  const facts = [
    limit,
    t('performance.samples', { count: budget.samples }),
    ...(budget.judgedBy === 'portal' ? [t('performance.byPortal')] : []),
  ];
  return (
    <li className={classes.root}>
      <div>
        <SignChip sign={sign} look="plain" />
      </div>
      <div>
        <span className={classes.name}>{visibleText(name)}</span>
        <p className={classes.description}>{visibleText(description)}</p>
      </div>
      <div>
        {reading !== undefined && (
          <>
            <div className={classes.value}>
              {formatQuantity(reading, unit)}
              {budget.violated && threshold > 0 && (
                <span className={classes.over}>
                  {t('performance.over', {
                    percent: `${formatNumber(
                      Math.round((reading / threshold - 1) * 100),
                    )} %`,
                  })}
                </span>
              )}
            </div>
            <MeterBar
              label={t('performance.reading', { name, statistic })}
              words={`${formatQuantity(reading, unit)}, ${limit}`}
              value={reading}
              tone={sign.tone}
              limits={[threshold]}
              className={classes.bar}
            />
          </>
        )}
        <div
          className={classes.limits}
          title={
            budget.judgedBy === 'portal'
              ? t('performance.byPortalHint')
              : undefined
          }
        >
          {facts.join(' · ')}
        </div>
      </div>
    </li>
  );
};

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
import CheckCircleIcon from '@material-ui/icons/CheckCircle';
import WarningIcon from '@material-ui/icons/Warning';
import type {
  SubscriptionAnomaly,
  SubscriptionsOverview,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { ToneIcon } from '../tones/ToneIcon';
import { hairline, quietText } from '../tones/tones';
import { useText } from '../translation';

const useStyles = makeStyles(
  theme => ({
    root: { listStyle: 'none', margin: 0, padding: '4px 0 8px' },
    item: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'flex-start',
      gap: '6px 12px',
      padding: '10px 20px',
      '& + &': { borderTop: `1px solid ${hairline(theme)}` },
    },
    icon: { fontSize: 20, marginTop: 1, flex: 'none' },
    text: { flex: '1 1 240px', minWidth: 0, overflowWrap: 'anywhere' },
    title: { margin: 0, fontSize: 15, lineHeight: '22px', fontWeight: 600 },
    count: { fontVariantNumeric: 'tabular-nums' },
    why: { margin: '2px 0 0', fontSize: 14, lineHeight: '20px' },
    next: { margin: '2px 0 0', fontSize: 13.5, color: quietText(theme) },
    fine: {
      display: 'flex',
      gap: 12,
      alignItems: 'center',
      padding: '12px 20px 16px',
      fontSize: 14,
    },
  }),
  { name: 'TokPulseOpsAnomalyList' },
);

export interface AnomalyListProps {
  readonly anomalies: SubscriptionsOverview['anomalies'];
  /** The one that the list below shows. */
  readonly shown: SubscriptionAnomaly | undefined;
  readonly onShow: (kind: SubscriptionAnomaly | undefined) => void;
}

/** What is wrong with subscriptions, worst first; each filters the list below. */
export const AnomalyList = (props: AnomalyListProps) => {
  const { anomalies, shown, onShow } = props;
  const classes = useStyles();
  const t = useText();
  if (anomalies.length === 0) {
    return (
      <div className={classes.fine}>
        <ToneIcon icon={CheckCircleIcon} tone="ok" className={classes.icon} />
        <span>
          <strong>{t('subs.noAnomaly')}.</strong> {t('subs.noAnomalyText')}
        </span>
      </div>
    );
  }
  return (
    <ul className={classes.root} aria-label={t('subs.anomalies')}>
      {anomalies.map(({ kind, count, title, explanation, nextStep }) => (
        <li key={kind} className={classes.item}>
          <ToneIcon
            icon={WarningIcon}
            tone="warning"
            className={classes.icon}
          />
          <div className={classes.text}>
            <p className={classes.title}>
              <span className={classes.count}>{count.toLocaleString()}</span>{' '}
              {title}
            </p>
            <p className={classes.why}>{explanation}</p>
            <p className={classes.next}>{t('subs.next', { step: nextStep })}</p>
          </div>
          <Button
            size="small"
            variant={kind === shown ? 'contained' : 'outlined'}
            aria-pressed={kind === shown}
            aria-label={t('subs.showLabel', {
              number: count.toLocaleString(),
              title,
            })}
            onClick={() => onShow(kind === shown ? undefined : kind)}
          >
            {kind === shown ? t('subs.shown') : t('subs.show')}
          </Button>
        </li>
      ))}
    </ul>
  );
};

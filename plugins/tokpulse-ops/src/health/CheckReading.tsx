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
import type {
  CheckReading as Reading,
  CheckView,
  HealthStatus,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { MeterBar } from '../charts/MeterBar';
import { formatQuantity } from '../charts/quantity';
import { quietText, type Tone } from '../tones/tones';
import { useText } from '../translation';

const useStyles = makeStyles(
  theme => ({
    value: {
      fontSize: 14,
      lineHeight: '20px',
      fontWeight: 600,
      fontVariantNumeric: 'tabular-nums',
    },
    bar: { margin: '5px 0' },
    limits: { fontSize: 12.5, lineHeight: '17px', color: quietText(theme) },
  }),
  { name: 'TokPulseOpsCheckReading' },
);

const toneOf: Readonly<Record<HealthStatus, Tone>> = {
  healthy: 'ok',
  degraded: 'warning',
  unhealthy: 'critical',
  unknown: 'neutral',
};

const WHOLE = 100;

export interface CheckReadingProps {
  readonly host: string;
  readonly check: CheckView;
  readonly reading: Reading;
}

/** What a check measured, against the values from which the service complains. */
export const CheckReading = (props: CheckReadingProps) => {
  const { host, check, reading } = props;
  const { value, unit, degradedAt, unhealthyAt } = reading;
  const classes = useStyles();
  const t = useText();
  const words = formatQuantity(value, unit);
  const limits = [degradedAt, unhealthyAt].filter(limit => limit !== undefined);
  const limitWords = [
    degradedAt !== undefined &&
      t('hosts.degradedFrom', { value: formatQuantity(degradedAt, unit) }),
    unhealthyAt !== undefined &&
      t('hosts.unhealthyFrom', { value: formatQuantity(unhealthyAt, unit) }),
  ].filter(Boolean);
  return (
    <>
      <div className={classes.value}>{words}</div>
      {(limits.length > 0 || unit === 'percent') && (
        <MeterBar
          label={t('hosts.reading', { check: check.name, host })}
          words={[words, ...limitWords].join(', ')}
          value={value}
          tone={toneOf[check.status]}
          limits={limits}
          {...(unit === 'percent' && { max: WHOLE })}
          className={classes.bar}
        />
      )}
      <div className={classes.limits}>{limitWords.join(' · ')}</div>
    </>
  );
};

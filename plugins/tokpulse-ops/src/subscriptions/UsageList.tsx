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
import WarningIcon from '@material-ui/icons/Warning';
import type { SubscriptionDetail } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { visibleText } from '../text/visibleText';
import { hairline, tonesOf } from '../tones/tones';
import { useText } from '../translation';

const useStyles = makeStyles(
  theme => ({
    root: { listStyle: 'none', margin: 0, padding: 0, fontSize: 14 },
    item: { padding: '5px 0' },
    line: {
      display: 'flex',
      flexWrap: 'wrap',
      justifyContent: 'space-between',
      gap: '0 12px',
      lineHeight: '20px',
    },
    figure: { fontVariantNumeric: 'tabular-nums' },
    over: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: 4,
      marginLeft: 8,
      verticalAlign: 'bottom',
      fontWeight: 600,
      color: tonesOf(theme).warning.text,
    },
    icon: { fontSize: 16 },
    track: {
      height: 6,
      marginTop: 3,
      borderRadius: 3,
      backgroundColor: hairline(theme),
      overflow: 'hidden',
    },
    fill: { height: '100%', backgroundColor: tonesOf(theme).active.line },
    full: { backgroundColor: tonesOf(theme).warning.line },
  }),
  { name: 'TokPulseOpsUsageList' },
);

/** What was used in the current period, against the limits of the plan. */
export const UsageList = (props: {
  readonly usage: SubscriptionDetail['usage'];
}) => {
  const classes = useStyles();
  const t = useText();
  return (
    <ul className={classes.root}>
      {props.usage.map(({ metric, used, limit }) => {
        const over = limit !== undefined && used > limit;
        const share = limit === undefined ? 0 : used / Math.max(limit, 1);
        return (
          <li key={metric} className={classes.item}>
            <div className={classes.line}>
              <span>{visibleText(metric)}</span>
              <span className={classes.figure}>
                {limit === undefined
                  ? t('subDetail.usedUnlimited', {
                      used: used.toLocaleString(),
                    })
                  : t('subDetail.usedOf', {
                      used: used.toLocaleString(),
                      limit: limit.toLocaleString(),
                    })}
                {over && (
                  <span className={classes.over}>
                    <WarningIcon className={classes.icon} aria-hidden="true" />
                    {t('subDetail.over')}
                  </span>
                )}
              </span>
            </div>
            {limit !== undefined && (
              <div className={classes.track} aria-hidden="true">
                <div
                  className={`${classes.fill} ${over ? classes.full : ''}`}
                  style={{ width: `${Math.min(100, 100 * share)}%` }}
                />
              </div>
            )}
          </li>
        );
      })}
    </ul>
  );
};

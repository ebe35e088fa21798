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
import AddIcon from '@material-ui/icons/Add';
import ShowChartIcon from '@material-ui/icons/ShowChart';
import type { MetricSampleView } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { formatQuantity } from '../charts/quantity';
import { visibleText } from '../text/visibleText';
import { hairline, monospace, quietText, sunken } from '../tones/tones';
import { useText } from '../translation';
import { unitOf } from './sampleKey';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'grid',
      gridTemplateColumns: 'minmax(0, 1fr) minmax(72px, auto) 76px 104px',
      gap: '0 12px',
      alignItems: 'center',
      minHeight: 45,
      padding: '4px 6px 4px 12px',
      borderBottom: `1px solid ${hairline(theme)}`,
      fontSize: 13,
      lineHeight: '18px',
      [theme.breakpoints.down('xs')]: {
        gridTemplateColumns: 'auto minmax(0, 1fr) auto',
        rowGap: 2,
      },
    },
    open: { backgroundColor: sunken(theme) },
    // A row of its own where there is little room, so that no name is cut up.
    what: { [theme.breakpoints.down('xs')]: { gridColumn: '1 / -1' } },
    name: {
      fontFamily: monospace,
      fontSize: 12.5,
      overflowWrap: 'anywhere',
    },
    labels: {
      fontFamily: monospace,
      fontSize: 12,
      color: quietText(theme),
      overflowWrap: 'anywhere',
    },
    value: {
      textAlign: 'right',
      fontWeight: 600,
      fontVariantNumeric: 'tabular-nums',
      whiteSpace: 'nowrap',
    },
    quiet: { color: quietText(theme), overflowWrap: 'anywhere' },
    action: { textAlign: 'right' },
  }),
  { name: 'TokPulseOpsSampleRow' },
);

export interface SampleRowProps {
  readonly sample: MetricSampleView;
  /** Which row of the list it is, from 1. */
  readonly place: number;
  readonly open: boolean;
  readonly onLook: (sample: MetricSampleView | undefined) => void;
}

/** One sample: its name and labels, its value, and the way to its history. */
export const SampleRow = (props: SampleRowProps) => {
  const { sample, place, open, onLook } = props;
  const { name, labels, value, text, help, host, kept } = sample;
  const classes = useStyles();
  const t = useText();
  const pairs = Object.entries(labels).map(
    ([label, of]) => `${label}="${visibleText(of)}"`,
  );
  return (
    <div
      role="row"
      aria-rowindex={place}
      className={`${classes.root} ${open ? classes.open : ''}`}
    >
      <div role="cell" title={help} className={classes.what}>
        <div className={classes.name}>{visibleText(name)}</div>
        {pairs.length > 0 && (
          <div className={classes.labels}>{pairs.join(' ')}</div>
        )}
      </div>
      <div role="cell" className={classes.value} title={text}>
        {value === undefined
          ? visibleText(text)
          : formatQuantity(value, unitOf(name))}
      </div>
      <div role="cell" className={classes.quiet}>
        {host}
      </div>
      <div role="cell" className={classes.action}>
        <Button
          size="small"
          startIcon={kept ? <ShowChartIcon /> : <AddIcon />}
          aria-expanded={open}
          aria-label={
            kept
              ? t('metrics.showHistory', { name })
              : t('metrics.keep', { name })
          }
          onClick={() => onLook(open ? undefined : sample)}
        >
          {kept ? t('metrics.historyShort') : t('metrics.keepShort')}
        </Button>
      </div>
    </div>
  );
};

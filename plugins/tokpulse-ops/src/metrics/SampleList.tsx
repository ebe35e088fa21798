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
import { useVirtualizer } from '@tanstack/react-virtual';
import type { MetricSampleView } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useRef } from 'react';
import { formatNumber } from '../charts/quantity';
import { hairline, quietText } from '../tones/tones';
import { useText } from '../translation';
import { sampleKey } from './sampleKey';
import { SampleRow } from './SampleRow';

/** Shorter lists are drawn at once and scroll with the page. */
const VIRTUAL_FROM = 40;
const ROW_HEIGHT = 46;
const OVERSCAN = 8;

const useStyles = makeStyles(
  theme => ({
    count: {
      margin: '0 0 4px',
      fontSize: 13,
      lineHeight: '20px',
      color: quietText(theme),
    },
    frame: {
      border: `1px solid ${hairline(theme)}`,
      borderRadius: 6,
      '&:focus-visible': {
        outline: `2px solid ${theme.palette.primary.main}`,
      },
    },
    scroll: { maxHeight: 480, overflow: 'auto' },
    inner: { position: 'relative', width: '100%' },
    place: { position: 'absolute', left: 0, right: 0, top: 0 },
  }),
  { name: 'TokPulseOpsSampleList' },
);

/** What scrolls must be reachable without a mouse. */
const reachable = { tabIndex: 0 };

export interface SampleListProps {
  readonly samples: readonly MetricSampleView[];
  /** How many fit the search, shown or not. */
  readonly total: number;
  /** Whose history is open. */
  readonly looked: MetricSampleView | undefined;
  readonly onLook: (sample: MetricSampleView | undefined) => void;
}

const VirtualRows = (props: SampleListProps) => {
  const { samples, looked, onLook } = props;
  const classes = useStyles();
  const t = useText();
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: samples.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
    getItemKey: index => sampleKey(samples[index]),
  });
  return (
    <div
      ref={scroll}
      className={`${classes.frame} ${classes.scroll}`}
      role="table"
      aria-label={t('metrics.list')}
      aria-rowcount={samples.length}
      {...reachable}
    >
      <div
        role="rowgroup"
        className={classes.inner}
        style={{ height: virtual.getTotalSize() }}
      >
        {virtual.getVirtualItems().map(({ key, index, start }) => (
          <div
            key={key}
            role="presentation"
            data-index={index}
            ref={virtual.measureElement}
            className={classes.place}
            style={{ transform: `translateY(${start}px)` }}
          >
            <SampleRow
              sample={samples[index]}
              place={index + 1}
              open={looked !== undefined && same(looked, samples[index])}
              onLook={onLook}
            />
          </div>
        ))}
      </div>
    </div>
  );
};

function same(a: MetricSampleView, b: MetricSampleView): boolean {
  return sampleKey(a) === sampleKey(b);
}

/** The samples that fit a search. */
export const SampleList = (props: SampleListProps) => {
  const { samples, total, looked, onLook } = props;
  const classes = useStyles();
  const t = useText();
  return (
    <div>
      <p className={classes.count} role="status">
        {samples.length < total
          ? t('metrics.foundOf', {
              shown: formatNumber(samples.length),
              total: formatNumber(total),
            })
          : t('metrics.found', { count: total })}
      </p>
      {samples.length >= VIRTUAL_FROM ? (
        <VirtualRows {...props} />
      ) : (
        samples.length > 0 && (
          <div
            role="table"
            className={classes.frame}
            aria-label={t('metrics.list')}
          >
            <div role="rowgroup">
              {samples.map((sample, index) => (
                <SampleRow
                  key={sampleKey(sample)}
                  sample={sample}
                  place={index + 1}
                  open={looked !== undefined && same(looked, sample)}
                  onLook={onLook}
                />
              ))}
            </div>
          </div>
        )
      )}
    </div>
  );
};

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
import type { StepItem } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import { visibleText } from '../../text/visibleText';
import { SignChip } from '../../tones/SignChip';
import { hairline, monospace, quietText } from '../../tones/tones';
import { useSigns } from '../../tones/useSigns';
import { useText } from '../../translation';
import { ErrorLines } from '../ErrorLines';
import { inOrderOfAttention } from './itemOrder';

const ROW = 30;
const OVERSCAN = 8;

const useStyles = makeStyles(
  theme => ({
    root: {
      maxHeight: 300,
      overflow: 'auto',
      border: `1px solid ${hairline(theme)}`,
      borderRadius: 6,
      '&:focus-visible': {
        outline: `2px solid ${theme.palette.primary.main}`,
      },
    },
    list: {
      position: 'relative',
      listStyle: 'none',
      margin: 0,
      padding: 0,
    },
    row: {
      position: 'absolute',
      left: 0,
      right: 0,
      padding: '4px 10px',
      borderBottom: `1px solid ${hairline(theme)}`,
      '& p': { margin: 0 },
    },
    line: { display: 'flex', alignItems: 'center', gap: 8 },
    number: {
      fontFamily: monospace,
      fontSize: 12,
      color: quietText(theme),
      minWidth: 32,
      textAlign: 'right',
    },
    label: { flex: 1, minWidth: 0, overflowWrap: 'anywhere' },
    quiet: {
      fontSize: 12.5,
      color: quietText(theme),
      whiteSpace: 'nowrap',
    },
  }),
  { name: 'TokPulseOpsItemList' },
);

/** What scrolls has to be reached by keyboard. */
const reachable = { tabIndex: 0 };

const ItemRow = ({ item }: { readonly item: StepItem }) => {
  const classes = useStyles();
  const t = useText();
  const signs = useSigns();
  return (
    <>
      <div className={classes.line}>
        <span className={classes.number}>{item.index + 1}</span>
        <span className={classes.label}>{visibleText(item.label)}</span>
        {item.attempt > 1 && (
          <span className={classes.quiet}>
            {t('timeline.attempt', { number: String(item.attempt) })}
          </span>
        )}
        <SignChip
          sign={signs.step({ state: item.state, handled: false })}
          look="plain"
        />
      </div>
      {item.error !== undefined && item.state !== 'succeeded' && (
        <ErrorLines error={item.error} />
      )}
    </>
  );
};

/** The items of a step with `each`, failed ones first; draws what is in sight. */
export const ItemList = (props: {
  readonly items: readonly StepItem[];
  /** Names the list. */
  readonly label: string;
}) => {
  const classes = useStyles();
  const scroller = useRef<HTMLDivElement>(null);
  const items = useMemo(() => inOrderOfAttention(props.items), [props.items]);
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: index => items[index].index,
    overscan: OVERSCAN,
  });
  return (
    <div
      ref={scroller}
      className={classes.root}
      role="region"
      aria-label={props.label}
      {...reachable}
    >
      <ul className={classes.list} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, key, start }) => (
          <li
            key={key}
            ref={rows.measureElement}
            data-index={index}
            className={classes.row}
            aria-setsize={items.length}
            aria-posinset={index + 1}
            style={{ transform: `translateY(${start}px)` }}
          >
            <ItemRow item={items[index]} />
          </li>
        ))}
      </ul>
    </div>
  );
};

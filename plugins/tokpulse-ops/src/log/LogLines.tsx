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
import { useEffect, useLayoutEffect, useRef } from 'react';
import { sunken } from '../tones/tones';
import { useText } from '../translation';
import { LogBlock, rowsOf } from './LogBlock';
import { ROW_HEIGHT, useLogRowStyles } from './logRowStyles';
import type { LogStore } from './LogStore';
import { BLOCK_LINES, type LogWindow } from './useLogWindow';

const useStyles = makeStyles(
  theme => ({
    root: {
      flex: 1,
      minHeight: 0,
      overflow: 'auto',
      backgroundColor: sunken(theme),
      // The page decides where to stay when lines come in, not the browser.
      overflowAnchor: 'none',
      '&:focus-visible': {
        outline: `2px solid ${theme.palette.primary.main}`,
        outlineOffset: -2,
      },
    },
    inner: { position: 'relative', minWidth: '100%' },
    block: { position: 'absolute', top: 0, left: 0, minWidth: '100%' },
    wrapped: { width: '100%' },
  }),
  { name: 'TokPulseOpsLogLines' },
);

/** A region that scrolls must be in reach of the keyboard, in every browser. */
const reachable = { tabIndex: 0 };

/** Closer to the end than this counts as being there, in CSS pixels. */
const AT_END = 2 * ROW_HEIGHT;

export interface LogLinesProps {
  readonly log: LogStore;
  readonly view: LogWindow;
  readonly wrap: 'wrap' | 'no-wrap';
  readonly search: string;
  /** Whether the newest line stays in sight. */
  readonly following: boolean;
  readonly onFollow: (following: boolean) => void;
}

/** The lines of a log, of which only those in sight are drawn. */
export const LogLines = (props: LogLinesProps) => {
  const { log, view, wrap, search, following, onFollow } = props;
  const classes = useStyles();
  const rowClasses = useLogRowStyles();
  const t = useText();
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: view.blocks,
    getScrollElement: () => scroller.current,
    estimateSize: block => rowsOf(block, view.count) * ROW_HEIGHT,
    overscan: 1,
  });
  const blocks = virtualizer.getVirtualItems();
  const firstBlock = blocks[0]?.index;
  const lastBlock = blocks[blocks.length - 1]?.index;

  useEffect(() => {
    virtualizer.measure();
  }, [virtualizer, wrap, view.filtered]);

  useEffect(() => {
    if (view.filtered || firstBlock === undefined || lastBlock === undefined) {
      return;
    }
    log.want({
      from: firstBlock * BLOCK_LINES,
      to: (lastBlock + 1) * BLOCK_LINES,
    });
  }, [log, view, firstBlock, lastBlock]);

  const height = virtualizer.getTotalSize();
  useLayoutEffect(() => {
    const element = scroller.current;
    if (following && element !== null) {
      element.scrollTop = element.scrollHeight;
    }
  }, [following, height, view]);

  const lastTop = useRef(0);
  const onScroll = () => {
    const element = scroller.current;
    if (element === null) {
      return;
    }
    const { scrollTop, scrollHeight, clientHeight } = element;
    const atEnd = scrollHeight - scrollTop - clientHeight < AT_END;
    // Only going back stops following: lines that come in move the end away.
    const goneBack = scrollTop < lastTop.current;
    lastTop.current = scrollTop;
    if (atEnd) {
      onFollow(true);
    } else if (goneBack) {
      onFollow(false);
    }
  };

  return (
    <div
      ref={scroller}
      className={classes.root}
      onScroll={onScroll}
      role="log"
      // Reading every line out would drown everything else.
      aria-live="off"
      aria-label={t('log.region')}
      {...reachable}
    >
      <div className={classes.inner} style={{ height }}>
        {blocks.map(({ index, key, start }) => (
          <div
            key={key}
            ref={virtualizer.measureElement}
            data-index={index}
            className={`${classes.block} ${
              wrap === 'wrap' ? classes.wrapped : ''
            }`}
            style={{ transform: `translateY(${start}px)` }}
          >
            <LogBlock
              log={log}
              view={view}
              block={index}
              rowClasses={rowClasses}
              wrap={wrap}
              search={search}
            />
          </div>
        ))}
      </div>
    </div>
  );
};

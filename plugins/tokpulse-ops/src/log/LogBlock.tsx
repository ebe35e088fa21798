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
import { quietText } from '../tones/tones';
import { useText } from '../translation';
import { LogRow } from './LogRow';
import { type LogRowStyles, ROW_HEIGHT } from './logRowStyles';
import type { LogStore, ShownLine } from './LogStore';
import { BLOCK_LINES, type LogWindow } from './useLogWindow';

const useStyles = makeStyles(
  theme => ({
    missing: {
      display: 'flex',
      alignItems: 'flex-start',
      gap: 8,
      padding: '0 12px',
      fontSize: 13,
      lineHeight: `${ROW_HEIGHT}px`,
      color: quietText(theme),
    },
  }),
  { name: 'TokPulseOpsLogBlock' },
);

/** The lines of one block, from `from` on. */
export function rowsOf(block: number, count: number): number {
  return Math.min(BLOCK_LINES, count - block * BLOCK_LINES);
}

/** Words for the levels that should not be overlooked. */
function useLevelWords(): ReadonlyMap<ShownLine['level'], string> {
  const t = useText();
  return new Map([
    ['warn', t('level.warn')],
    ['error', t('level.error')],
  ]);
}

export interface LogBlockProps {
  readonly log: LogStore;
  readonly view: LogWindow;
  readonly block: number;
  readonly rowClasses: LogRowStyles;
  readonly wrap: 'wrap' | 'no-wrap';
  readonly search: string;
}

/** A block of lines; those that are not loaded yet keep their place. */
export const LogBlock = (props: LogBlockProps) => {
  const { log, view, block, rowClasses, wrap, search } = props;
  const classes = useStyles();
  const t = useText();
  const levelWords = useLevelWords();
  const first = block * BLOCK_LINES;
  const rows = rowsOf(block, view.count);
  const positions = Array.from({ length: rows }, (_, index) =>
    view.lineAt(first + index),
  );
  const lines = positions
    .map(position => log.at(position))
    .filter((line): line is ShownLine => line !== undefined);
  const missing = rows - lines.length;
  const range = {
    from: String(positions[0] + 1),
    to: String(positions[rows - 1] + 1),
  };
  return (
    <>
      {missing > 0 && (
        <div
          className={classes.missing}
          style={{ height: missing * ROW_HEIGHT }}
        >
          {log.hasFailed(positions[0]) ? (
            <>
              <span>{t('log.failed', range)}</span>
              <Button size="small" onClick={() => log.retry(positions[0])}>
                {t('problem.retry')}
              </Button>
            </>
          ) : (
            t('log.loading', range)
          )}
        </div>
      )}
      {lines.map(line => (
        <LogRow
          key={line.line}
          line={line}
          classes={rowClasses}
          level={levelWords.get(line.level)}
          wrap={wrap}
          search={search}
        />
      ))}
    </>
  );
};

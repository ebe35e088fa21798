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

import clsx from 'clsx';
import { memo, type ReactNode } from 'react';
import { formatTimeOfDay } from '../text/time';
import type { LogRowStyles } from './logRowStyles';
import type { ShownLine } from './LogStore';

function highlight(text: string, search: string, className: string): ReactNode {
  if (search === '') {
    return text;
  }
  const lower = text.toLowerCase();
  const needle = search.toLowerCase();
  const parts: ReactNode[] = [];
  let from = 0;
  for (
    let at = lower.indexOf(needle);
    at !== -1;
    at = lower.indexOf(needle, from)
  ) {
    parts.push(
      text.slice(from, at),
      <mark key={at} className={className}>
        {text.slice(at, at + needle.length)}
      </mark>,
    );
    from = at + needle.length;
  }
  return [...parts, text.slice(from)];
}

export interface LogRowProps {
  readonly line: ShownLine;
  /** Made once for all rows: there are many of them. */
  readonly classes: LogRowStyles;
  /** Word for the level of a line that should not be overlooked. */
  readonly level: string | undefined;
  readonly wrap: 'wrap' | 'no-wrap';
  readonly search: string;
}

/** One line of output. */
export const LogRow = memo((props: LogRowProps) => {
  const { line, classes, level, wrap, search } = props;
  return (
    <div className={clsx(classes.root, classes[line.level])}>
      <span className={classes.number}>{line.line + 1}</span>
      <span className={classes.time} title={line.at}>
        {formatTimeOfDay(line.at)}
      </span>
      {level !== undefined && <span className={classes.level}>{level}</span>}
      <span className={clsx(classes.text, wrap === 'wrap' && classes.wrapped)}>
        {highlight(line.text, search, classes.found)}
      </span>
    </div>
  );
});

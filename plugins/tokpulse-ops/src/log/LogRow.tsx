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
import clsx from 'clsx';
import { memo, type ReactNode } from 'react';
import { formatTimeOfDay } from '../text/time';
import { monospace, quietText, tonesOf } from '../tones/tones';
import { useText } from '../translation';
import type { ShownLine } from './LogStore';

/** Height of a line that is not wrapped, in CSS pixels. */
export const ROW_HEIGHT = 20;

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      minHeight: ROW_HEIGHT,
      lineHeight: `${ROW_HEIGHT}px`,
      fontFamily: monospace,
      fontSize: 12.5,
      padding: '0 12px 0 0',
    },
    number: {
      flex: 'none',
      minWidth: 64,
      paddingRight: 10,
      textAlign: 'right',
      color: quietText(theme),
      userSelect: 'none',
    },
    time: {
      flex: 'none',
      paddingRight: 10,
      color: quietText(theme),
      userSelect: 'none',
    },
    level: { flex: 'none', paddingRight: 8, fontWeight: 700 },
    text: { whiteSpace: 'pre', tabSize: 4 },
    wrapped: {
      whiteSpace: 'pre-wrap',
      overflowWrap: 'anywhere',
      minWidth: 0,
    },
    debug: { color: quietText(theme) },
    warn: { color: tonesOf(theme).warning.text },
    error: { color: tonesOf(theme).critical.text },
    info: {},
    found: {
      backgroundColor: theme.palette.type === 'dark' ? '#6b5600' : '#ffe58a',
      color: 'inherit',
      borderRadius: 2,
    },
    [theme.breakpoints.down('xs')]: {
      number: { minWidth: 44, paddingRight: 6 },
      time: { display: 'none' },
    },
  }),
  { name: 'TokPulseOpsLogRow' },
);

function highlight(text: string, search: string, className: string): ReactNode {
  if (search === '') {
    return text;
  }
  const lower = text.toLocaleLowerCase();
  const needle = search.toLocaleLowerCase();
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
  readonly wrap: 'wrap' | 'no-wrap';
  readonly search: string;
}

/** One line of output. */
export const LogRow = memo(({ line, wrap, search }: LogRowProps) => {
  const classes = useStyles();
  const t = useText();
  const loud = line.level === 'warn' || line.level === 'error';
  return (
    <div className={clsx(classes.root, classes[line.level])}>
      <span className={classes.number}>{line.line + 1}</span>
      <span className={classes.time} title={line.at}>
        {formatTimeOfDay(line.at)}
      </span>
      {loud && (
        <span className={classes.level}>{t(`level.${line.level}`)}</span>
      )}
      <span className={clsx(classes.text, wrap === 'wrap' && classes.wrapped)}>
        {highlight(line.text, search, classes.found)}
      </span>
    </div>
  );
});

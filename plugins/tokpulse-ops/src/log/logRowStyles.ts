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
import { monospace, quietText, tonesOf } from '../tones/tones';

/** Height of a line that is not wrapped, in CSS pixels. */
export const ROW_HEIGHT = 20;

/** The styles of the lines of a log. */
export const useLogRowStyles = makeStyles(
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
      [theme.breakpoints.down('xs')]: { minWidth: 44, paddingRight: 6 },
    },
    time: {
      flex: 'none',
      paddingRight: 10,
      color: quietText(theme),
      userSelect: 'none',
      [theme.breakpoints.down('xs')]: { display: 'none' },
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
  }),
  { name: 'TokPulseOpsLogRow' },
);

export type LogRowStyles = ReturnType<typeof useLogRowStyles>;

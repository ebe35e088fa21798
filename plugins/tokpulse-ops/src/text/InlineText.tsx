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
import { monospace } from '../tones/tones';
import { visibleText } from './visibleText';

const useStyles = makeStyles(
  { code: { fontFamily: monospace, fontSize: '0.93em' } },
  { name: 'TokPulseOpsInlineText' },
);

/** A sentence of a runbook, in which backticks mark code; all of it is text. */
export const InlineText = ({ text }: { readonly text: string }) => {
  const classes = useStyles();
  const parts = visibleText(text).split('`');
  // An odd number of backticks marks nothing at its end.
  const marked = parts.length % 2 === 1 ? parts : [parts.join('`')];
  return (
    <>
      {marked.map((part, index) =>
        index % 2 === 1 ? (
          <code key={index} className={classes.code}>
            {part}
          </code>
        ) : (
          part
        ),
      )}
    </>
  );
};

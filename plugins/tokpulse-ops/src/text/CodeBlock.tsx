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
import { useState } from 'react';
import { hairline, monospace, quietText, sunken } from '../tones/tones';
import { useText } from '../translation';
import { CopyButton } from './CopyButton';
import { visibleText } from './visibleText';

const DEFAULT_LINES = 12;
/** Longer text is cut before it reaches the page; the whole of it can be copied. */
const MAX_CHARACTERS = 100_000;

const useStyles = makeStyles(
  theme => ({
    root: {
      position: 'relative',
      border: `1px solid ${hairline(theme)}`,
      borderRadius: 4,
      backgroundColor: sunken(theme),
      minWidth: 0,
    },
    label: {
      padding: '4px 36px 0 10px',
      fontSize: 11.5,
      fontWeight: 600,
      color: quietText(theme),
    },
    text: {
      margin: 0,
      padding: '6px 36px 6px 10px',
      fontFamily: monospace,
      fontSize: 12.5,
      lineHeight: '19px',
      whiteSpace: 'pre-wrap',
      overflowWrap: 'anywhere',
      tabSize: 4,
      maxHeight: 480,
      overflow: 'auto',
    },
    copy: { position: 'absolute', top: 2, right: 2 },
    more: { margin: '0 4px 4px' },
  }),
  { name: 'TokPulseOpsCodeBlock' },
);

export interface CodeBlockProps {
  readonly text: string;
  /** What it is, for the copy button. */
  readonly what: string;
  /** Shown above the text. */
  readonly label?: string;
  /** Lines shown at first; default 12. */
  readonly lines?: number;
}

/** Code, a command or an answer of a system, as text that hides nothing. */
export const CodeBlock = (props: CodeBlockProps) => {
  const { text, what, label, lines = DEFAULT_LINES } = props;
  const classes = useStyles();
  const t = useText();
  const [expanded, setExpanded] = useState(false);
  const all = visibleText(text.slice(0, MAX_CHARACTERS)).split('\n');
  const hidden = all.length - lines;
  const shown = expanded || hidden <= 1 ? all : all.slice(0, lines);
  return (
    <div className={classes.root}>
      {label !== undefined && <div className={classes.label}>{label}</div>}
      <pre className={classes.text}>{shown.join('\n')}</pre>
      {hidden > 1 && (
        <Button
          size="small"
          className={classes.more}
          aria-expanded={expanded}
          onClick={() => setExpanded(!expanded)}
        >
          {expanded ? t('code.showLess') : t('code.showAll', { count: hidden })}
        </Button>
      )}
      <div className={classes.copy}>
        <CopyButton text={() => visibleText(text)} what={what} />
      </div>
    </div>
  );
};

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

import IconButton from '@material-ui/core/IconButton';
import { makeStyles } from '@material-ui/core/styles';
import CheckIcon from '@material-ui/icons/Check';
import FileCopyIcon from '@material-ui/icons/FileCopyOutlined';
import ErrorIcon from '@material-ui/icons/ErrorOutline';
import { useEffect, useState } from 'react';
import { useText } from '../translation';
import { quietText } from '../tones/tones';

const CONFIRMATION_MS = 2_000;

const useStyles = makeStyles(
  theme => ({
    icon: { fontSize: 16, color: quietText(theme) },
    said: {
      position: 'absolute',
      width: 1,
      height: 1,
      overflow: 'hidden',
      clip: 'rect(0 0 0 0)',
    },
  }),
  { name: 'TokPulseOpsCopyButton' },
);

export interface CopyButtonProps {
  /** What is copied, or how to make it when somebody asks. */
  readonly text: string | (() => string);
  /** What it is, for the label: "Copy the command". */
  readonly what: string;
}

/** Copies a text, and says that it did or did not. */
export const CopyButton = ({ text, what }: CopyButtonProps) => {
  const classes = useStyles();
  const t = useText();
  const [outcome, setOutcome] = useState<'none' | 'copied' | 'failed'>('none');

  useEffect(() => {
    if (outcome === 'none') {
      return undefined;
    }
    const timer = setTimeout(() => setOutcome('none'), CONFIRMATION_MS);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(
        typeof text === 'string' ? text : text(),
      );
      setOutcome('copied');
    } catch {
      // Refused by the browser, or there is no clipboard without HTTPS.
      setOutcome('failed');
    }
  };

  const said = {
    none: '',
    copied: t('copy.copied'),
    failed: t('copy.failed'),
  }[outcome];
  const Icon = { none: FileCopyIcon, copied: CheckIcon, failed: ErrorIcon }[
    outcome
  ];
  const label = t('copy.what', { what });
  return (
    <>
      <IconButton
        size="small"
        onClick={copy}
        aria-label={label}
        title={said || label}
      >
        <Icon className={classes.icon} />
      </IconButton>
      <span role="status" className={classes.said}>
        {said}
      </span>
    </>
  );
};

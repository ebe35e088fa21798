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
import type { SafeError } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import clsx from 'clsx';
import { visibleText } from '../text/visibleText';
import { monospace, quietText, tonesOf } from '../tones/tones';
import { useText } from '../translation';

const useStyles = makeStyles(
  theme => ({
    root: {
      margin: 0,
      padding: '2px 0 2px 12px',
      borderLeft: '3px solid',
      overflowWrap: 'anywhere',
      '& p': { margin: 0 },
    },
    critical: { borderColor: tonesOf(theme).critical.line },
    warning: { borderColor: tonesOf(theme).warning.line },
    code: { fontFamily: monospace, fontSize: 12.5, fontWeight: 600 },
    quiet: { fontSize: 13, color: quietText(theme) },
  }),
  { name: 'TokPulseOpsErrorLines' },
);

export interface ErrorLinesProps {
  readonly error: SafeError;
  /** `warning` for an error that was handled. */
  readonly tone?: 'critical' | 'warning';
}

/** An error of a step: what happened, what to do, where to find more. */
export const ErrorLines = ({ error, tone = 'critical' }: ErrorLinesProps) => {
  const classes = useStyles();
  const t = useText();
  return (
    <div className={clsx(classes.root, classes[tone])}>
      <p>
        <span className={classes.code}>{error.code}</span>{' '}
        {visibleText(error.message)}
      </p>
      {error.nextStep !== undefined && (
        <p>
          {t('problem.nextStep')}: {visibleText(error.nextStep)}
        </p>
      )}
      {error.correlationId !== undefined && (
        <p className={classes.quiet}>
          {t('problem.correlation', { id: error.correlationId })}
        </p>
      )}
    </div>
  );
};

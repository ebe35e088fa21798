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
import type { RunStep } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { formatDuration } from '../text/duration';
import { useRemaining } from '../text/useElapsed';
import { visibleText } from '../text/visibleText';
import { quietText } from '../tones/tones';
import { useText } from '../translation';

const useStyles = makeStyles(
  theme => ({
    root: { margin: 0, overflowWrap: 'anywhere' },
    left: { color: quietText(theme), whiteSpace: 'nowrap' },
  }),
  { name: 'TokPulseOpsVerificationLine' },
);

export interface VerificationLineProps {
  readonly verification: NonNullable<RunStep['verification']>;
}

/** The latest reading of a verification, and how long it may still take. */
export const VerificationLine = ({ verification }: VerificationLineProps) => {
  const classes = useStyles();
  const t = useText();
  const left = useRemaining(verification.deadline);
  const values = {
    readings: String(verification.readings),
    message: visibleText(verification.message),
  };
  return (
    <p className={classes.root}>
      {verification.satisfied
        ? t('timeline.verified', values)
        : t('timeline.verification', values)}{' '}
      {!verification.satisfied && left > 0 && (
        <span className={classes.left}>
          ({t('timeline.verificationLeft', { duration: formatDuration(left) })})
        </span>
      )}
    </p>
  );
};

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
import type { Attempt } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { formatDuration } from '../text/duration';
import { TimeAgo } from '../text/TimeAgo';
import { useElapsed } from '../text/useElapsed';
import { SignChip } from '../tones/SignChip';
import { useSigns } from '../tones/useSigns';
import { useText } from '../translation';
import { ErrorLines } from './ErrorLines';

const useStyles = makeStyles(
  {
    root: {
      listStyle: 'none',
      margin: 0,
      padding: 0,
      display: 'grid',
      gap: 6,
      gridTemplateColumns: 'minmax(0, 1fr)',
    },
  },
  { name: 'TokPulseOpsAttemptList' },
);

const AttemptItem = ({ attempt }: { readonly attempt: Attempt }) => {
  const t = useText();
  const signs = useSigns();
  const elapsed = useElapsed(attempt.startedAt, attempt.finishedAt);
  const sign = signs.step({ ...attempt, handled: false });
  return (
    <li>
      {t('timeline.attempt', { number: String(attempt.number) })}{' '}
      <SignChip sign={sign} look="plain" /> <TimeAgo at={attempt.startedAt} />
      {', '}
      {formatDuration(elapsed ?? 0)}
      {attempt.error !== undefined && <ErrorLines error={attempt.error} />}
    </li>
  );
};

/** Every try of a step. */
export const AttemptList = (props: {
  readonly attempts: readonly Attempt[];
}) => {
  const classes = useStyles();
  return (
    <ol className={classes.root}>
      {props.attempts.map(attempt => (
        <AttemptItem key={attempt.number} attempt={attempt} />
      ))}
    </ol>
  );
};

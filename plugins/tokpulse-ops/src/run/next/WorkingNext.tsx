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

import AutorenewIcon from '@material-ui/icons/Autorenew';
import ScheduleIcon from '@material-ui/icons/Schedule';
import { formatDuration } from '../../text/duration';
import { useElapsed } from '../../text/useElapsed';
import { useText } from '../../translation';
import { VerificationLine } from '../VerificationLine';
import { NextFrame } from './NextFrame';
import { type NextProps, placeStep } from './nextProps';
import { useNextStyles } from './useNextStyles';

/** A run that nobody picks up for longer than this has a problem. */
const LONG_MS = 5_000;

/** The run waits for a worker. */
export const QueuedNext = ({ run }: NextProps) => {
  const t = useText();
  const waited = useElapsed(run.createdAt) ?? 0;
  return (
    <NextFrame
      sign={{ tone: 'neutral', icon: ScheduleIcon }}
      title={t('run.queued')}
    >
      <p>
        {waited > LONG_MS
          ? t('next.queuedLong', { duration: formatDuration(waited) })
          : t('next.queued')}
      </p>
    </NextFrame>
  );
};

/** A step is at work. */
export const WorkingNext = (props: NextProps) => {
  const { run } = props;
  const classes = useNextStyles();
  const t = useText();
  const placed = placeStep(props, run.currentStepId);
  const attempt = placed?.step.attempts[placed.step.attempts.length - 1];
  const elapsed = useElapsed(attempt?.startedAt, attempt?.finishedAt);
  const title =
    placed?.step.state === 'running'
      ? t('next.running', {
          number: String(placed.number),
          name: placed.step.name,
        })
      : t('next.between');
  return (
    <NextFrame
      sign={{ tone: 'active', icon: AutorenewIcon }}
      title={run.cancelRequested ? t('runPage.cancelRequested') : title}
    >
      {run.cancelRequested && <p>{t('next.cancelling')}</p>}
      {placed?.step.verification !== undefined && (
        <VerificationLine verification={placed.step.verification} />
      )}
      <p className={classes.quiet}>
        {attempt !== undefined && attempt.number > 1 && (
          <>{t('next.attempt', { number: String(attempt.number) })} · </>
        )}
        {elapsed !== undefined && (
          <>{t('timeline.soFar', { duration: formatDuration(elapsed) })} · </>
        )}
        {t('next.nothingToDo')}
      </p>
    </NextFrame>
  );
};

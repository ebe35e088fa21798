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
import type {
  RunDetail,
  RunEvent,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { History } from './HistoryStore';
import { useText } from '../translation';
import { TimelineStep } from './TimelineStep';

const useStyles = makeStyles(
  { root: { listStyle: 'none', margin: 0, padding: '4px 0' } },
  { name: 'TokPulseOpsTimeline' },
);

const nothing: readonly RunEvent[] = [];

export interface TimelineProps {
  readonly run: RunDetail;
  readonly history: Pick<History, 'byStep'>;
  /** Shows only the lines of a step in the log. */
  readonly onShowLog: (stepId: string) => void;
}

/** The steps of a run, in order, as they stand. */
export const Timeline = ({ run, history, onShowLog }: TimelineProps) => {
  const classes = useStyles();
  const t = useText();
  return (
    <ol className={classes.root} aria-label={t('runPage.timeline')}>
      {run.steps.map((step, index) => (
        <TimelineStep
          key={step.id}
          step={step}
          said={history.byStep.get(step.id) ?? nothing}
          number={index + 1}
          current={
            run.finishedAt === undefined && run.currentStepId === step.id
          }
          onShowLog={onShowLog}
        />
      ))}
    </ol>
  );
};

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
import type {
  RunDetail,
  StepState,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useState } from 'react';
import { useMayStart } from '../../data/may';
import { PlanDialog } from '../../plan/PlanDialog';
import { useSigns } from '../../tones/useSigns';
import { type Text, useText } from '../../translation';
import { StartUndo } from '../recover/StartUndo';
import { hasChangedSomething } from '../recover/useChoices';
import { NextFrame } from './NextFrame';
import type { NextProps } from './nextProps';
import { useNextStyles } from './useNextStyles';

function countWords(t: Text, run: RunDetail): string {
  const count = (...states: StepState[]) =>
    run.steps.filter(({ state }) => states.includes(state)).length;
  const counts = [
    ['next.countSucceeded', count('succeeded')],
    ['next.countByHand', count('by-hand')],
    ['next.countFailed', count('failed')],
    ['next.countUnknown', count('unknown')],
    ['next.countSkipped', count('skipped')],
    ['next.countPending', count('pending', 'waiting', 'running')],
  ] as const;
  return counts
    .filter(([, number]) => number > 0)
    .map(([key, number]) => t(key, { count: number }))
    .join(', ');
}

function resultWords(t: Text, run: RunDetail): string {
  const parts = countWords(t, run);
  switch (run.state) {
    case 'succeeded':
      return run.withFailures
        ? t('next.doneWithFailures', { parts })
        : t('next.doneSucceeded', { parts });
    case 'failed':
      return t('next.doneFailed', { parts });
    default:
      return t('next.doneCancelled', { parts });
  }
}

/** The run is over: what it came to. */
export const DoneNext = ({ run, mayControl }: NextProps) => {
  const classes = useNextStyles();
  const t = useText();
  const sign = useSigns().run(run);
  const mayStart = useMayStart(run.service);
  const [dialog, setDialog] = useState<'plan' | 'undo'>();
  const close = () => setDialog(undefined);
  return (
    <NextFrame
      sign={sign}
      title={sign.word}
      actions={
        <div className={classes.buttons}>
          <Button
            className={classes.button}
            variant="outlined"
            disabled={!mayStart.allowed}
            title={mayStart.allowed ? undefined : mayStart.because}
            onClick={() => setDialog('plan')}
          >
            {t('runPage.again')}
          </Button>
          {run.undoes === undefined && hasChangedSomething(run) && (
            <Button
              className={classes.button}
              variant="outlined"
              disabled={!mayControl.allowed}
              title={mayControl.allowed ? undefined : mayControl.because}
              onClick={() => setDialog('undo')}
            >
              {t('undoing.open')}
            </Button>
          )}
        </div>
      }
    >
      <p>{resultWords(t, run)}</p>
      {dialog === 'plan' && (
        <PlanDialog
          service={run.service}
          runbook={run.runbook}
          entityRef={run.entityRef}
          initialInputs={run.inputs}
          onClose={close}
        />
      )}
      {dialog === 'undo' && <StartUndo run={run} onClose={close} />}
    </NextFrame>
  );
};

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

import type { RunDetail } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useText } from '../../translation';
import { CommandError } from '../next/CommandError';
import type { RunCommands } from '../useRunCommands';
import { UndoDialog } from './UndoDialog';

export interface DecideUndoProps {
  readonly run: RunDetail;
  readonly step: { readonly id: string };
  readonly attempt: number;
  readonly commands: RunCommands;
  readonly onClose: () => void;
}

/** Takes back what a run did, as the answer to its failed step. */
export const DecideUndo = (props: DecideUndoProps) => {
  const { run, step, attempt, commands } = props;
  const t = useText();
  const close = () => {
    commands.forget();
    props.onClose();
  };
  return (
    <UndoDialog
      run={run}
      text={t('undoing.textDecide')}
      confirm={t('undoing.start')}
      pending={commands.pending === 'decide'}
      problem={<CommandError commands={commands} kind="decide" />}
      onConfirm={plan =>
        commands.send(
          {
            kind: 'decide',
            stepId: step.id,
            decision: {
              choice: 'undo',
              attempt,
              planId: plan.id,
              planHash: plan.hash,
            },
          },
          close,
        )
      }
      onClose={close}
    />
  );
};

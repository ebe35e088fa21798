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
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import { makeStyles } from '@material-ui/core/styles';
import {
  type PlanAnswer,
  type RunDetail,
  runControlPermission,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { ReactNode } from 'react';
import { FindingList } from '../../plan/FindingList';
import { OpsDialog } from '../../states/OpsDialog';
import { ProblemNotice } from '../../states/ProblemNotice';
import { StateView } from '../../states/StateView';
import { useText } from '../../translation';
import { UndoRows } from './UndoRows';
import { undoRows } from './undoPlanRows';
import { useUndoPlan } from './useUndoPlan';

const useStyles = makeStyles(
  {
    content: {
      display: 'grid',
      gap: 14,
      gridTemplateColumns: 'minmax(0, 1fr)',
      alignContent: 'start',
      fontSize: 14.5,
      '& p': { margin: 0 },
    },
  },
  { name: 'TokPulseOpsUndoDialog' },
);

export interface UndoDialogProps {
  readonly run: RunDetail;
  /** What happens with the plan: the run waits for it, or it is a new run. */
  readonly text: string;
  readonly confirm: string;
  readonly pending: boolean;
  /** Why it was not accepted. */
  readonly problem: ReactNode;
  readonly onConfirm: (plan: PlanAnswer) => void;
  readonly onClose: () => void;
}

/** What taking back a run would do, in reverse order, and how much of it. */
export const UndoDialog = (props: UndoDialogProps) => {
  const { run, text, confirm, pending, problem, onConfirm, onClose } = props;
  const classes = useStyles();
  const t = useText();
  const plan = useUndoPlan(run.id);
  const { chosen } = plan;
  const blocked = chosen?.findings.some(({ level }) => level === 'blocking');
  const count = chosen?.steps.length ?? 0;
  return (
    <OpsDialog title={t('undoing.title')} onClose={onClose}>
      <DialogContent dividers className={classes.content}>
        <p>{text}</p>
        <StateView
          of={plan.whole}
          what={t('undoing.what')}
          permission={runControlPermission.name}
          empty={{
            when: whole =>
              undoRows({ run, whole, chosen: undefined }).length === 0,
            title: t('recover.undoNothing'),
            nextStep: t('undoing.nothingStep'),
          }}
        >
          {whole => (
            <>
              <UndoRows
                rows={undoRows({ run, whole, chosen })}
                left={plan.left}
                onToggle={plan.toggle}
              />
              {chosen !== undefined && chosen.findings.length > 0 && (
                <FindingList findings={chosen.findings} />
              )}
            </>
          )}
        </StateView>
        {plan.error !== null && (
          <ProblemNotice
            title={t('problem.error', { what: t('undoing.what') })}
            error={plan.error}
          />
        )}
        {problem}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t('steer.back')}</Button>
        <Button
          color="primary"
          variant="contained"
          disabled={chosen === undefined || count === 0 || blocked || pending}
          title={blocked ? t('edit.blocked') : undefined}
          onClick={() => chosen && onConfirm(chosen)}
        >
          {pending || plan.planning
            ? t('next.sending')
            : `${confirm}: ${t('undoing.steps', { count })}`}
        </Button>
      </DialogActions>
    </OpsDialog>
  );
};

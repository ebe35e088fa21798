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

import type { JsonObject, JsonValue } from '@backstage/types';
import { useApi } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import { makeStyles } from '@material-ui/core/styles';
import { useMutation } from '@tanstack/react-query';
import type {
  RunDetail,
  RunStep,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useId, useState } from 'react';
import { tokpulseOpsApiRef } from '../../api/tokpulseOpsApi';
import { OpsDialog } from '../../states/OpsDialog';
import { ProblemNotice } from '../../states/ProblemNotice';
import { useText } from '../../translation';
import { CommandError } from '../next/CommandError';
import type { RunCommands } from '../useRunCommands';
import { InputEditor } from './InputEditor';
import { NewPlan } from './NewPlan';
import { inputChanges } from './parseInput';

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
  { name: 'TokPulseOpsEditDialog' },
);

export interface EditDialogProps {
  readonly run: RunDetail;
  readonly step: RunStep;
  readonly attempt: number;
  /** The input that it had. */
  readonly initial: JsonValue;
  readonly commands: RunCommands;
  readonly onClose: () => void;
}

function asObject(value: JsonValue): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? value
    : {};
}

/** Another input for a step: written first, then seen as a plan, then adopted. */
export const EditDialog = (props: EditDialogProps) => {
  const { run, step, attempt, commands } = props;
  const classes = useStyles();
  const t = useText();
  const api = useApi(tokpulseOpsApiRef);
  const formId = useId();
  const [initial] = useState(() => asObject(props.initial));
  const [input, setInput] = useState(initial);
  const replan = useMutation({
    mutationFn: (edited: JsonObject) =>
      api.replanStep({ runId: run.id, stepId: step.id, input: edited }),
  });
  const plan = replan.data;
  const close = () => {
    commands.forget();
    props.onClose();
  };
  const pending = commands.pending === 'decide';
  const blocked = plan?.findings.some(({ level }) => level === 'blocking');
  return (
    <OpsDialog
      title={t(plan === undefined ? 'edit.title' : 'edit.planTitle', {
        name: step.name,
      })}
      onClose={close}
    >
      <DialogContent dividers className={classes.content}>
        {plan === undefined ? (
          <>
            <p>{t('edit.text')}</p>
            <InputEditor
              id={formId}
              action={step.action}
              input={input}
              onInput={setInput}
              onSubmit={edited => replan.mutate(edited)}
            />
            {replan.error !== null && (
              <ProblemNotice
                title={t('problem.error', { what: t('plan.what') })}
                error={replan.error}
              />
            )}
          </>
        ) : (
          <NewPlan
            run={run}
            plan={plan}
            changes={inputChanges(initial, input)}
          />
        )}
      </DialogContent>
      <DialogActions>
        <CommandError commands={commands} kind="decide" />
        <Button
          onClick={() => {
            if (plan === undefined) {
              close();
            } else {
              commands.forget();
              replan.reset();
            }
          }}
        >
          {t(plan === undefined ? 'steer.back' : 'edit.again')}
        </Button>
        {plan === undefined ? (
          <Button
            type="submit"
            form={formId}
            color="primary"
            variant="contained"
            disabled={replan.isPending}
          >
            {t(replan.isPending ? 'edit.planning' : 'edit.show')}
          </Button>
        ) : (
          <Button
            color="primary"
            variant="contained"
            disabled={pending || blocked}
            title={blocked ? t('edit.blocked') : undefined}
            onClick={() =>
              commands.send(
                {
                  kind: 'decide',
                  stepId: step.id,
                  decision: {
                    choice: 'edit',
                    attempt,
                    planId: plan.id,
                    planHash: plan.hash,
                  },
                },
                close,
              )
            }
          >
            {t(pending ? 'next.deciding' : 'edit.adopt')}
          </Button>
        )}
      </DialogActions>
    </OpsDialog>
  );
};

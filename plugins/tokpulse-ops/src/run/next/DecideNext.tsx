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
import HelpIcon from '@material-ui/icons/Help';
import { useId, useState } from 'react';
import { CodeBlock } from '../../text/CodeBlock';
import { visibleText } from '../../text/visibleText';
import { useText } from '../../translation';
import { ErrorLines } from '../ErrorLines';
import { HandOverDialog } from '../lead/HandOverDialog';
import { DecideUndo } from '../recover/DecideUndo';
import { DecisionForm } from '../recover/DecisionForm';
import { emptyDraft, isComplete, toDecision } from '../recover/draft';
import { EditDialog } from '../recover/EditDialog';
import { useChoices } from '../recover/useChoices';
import { VerificationLine } from '../VerificationLine';
import { CommandError } from './CommandError';
import { NextFrame } from './NextFrame';
import { type NextProps, type PlacedStep, placeStep } from './nextProps';
import { useNextStyles } from './useNextStyles';
import { useProbeWords } from './useProbeWords';
import { WhoDecides } from './WhoDecides';

/** What happened, what was found out about it, and the command to do it by hand. */
const WhatHappened = ({ step, number }: PlacedStep) => {
  const classes = useNextStyles();
  const t = useText();
  const probeWords = useProbeWords();
  const failedItems =
    step.items?.filter(({ state }) => state === 'failed').length ?? 0;
  return (
    <>
      <p>
        {t(
          step.state === 'unknown' ? 'next.decideUnknown' : 'next.decideFailed',
          { number: String(number) },
        )}
        {step.items !== undefined && failedItems > 0 && (
          <>
            {' '}
            {t('items.failedOf', {
              count: failedItems,
              total: String(step.items.length),
            })}
          </>
        )}
      </p>
      {step.error !== undefined && <ErrorLines error={step.error} />}
      {(step.probe !== undefined || step.verification !== undefined) && (
        <div className={classes.findings}>
          {step.probe !== undefined && (
            <p>
              <strong>{probeWords(step.probe.outcome)}</strong>{' '}
              {t('timeline.probe', {
                message: visibleText(step.probe.message),
              })}
            </p>
          )}
          {step.verification !== undefined && (
            <VerificationLine verification={step.verification} />
          )}
        </div>
      )}
      {step.manual !== undefined && (
        <CodeBlock
          label={t('code.manual')}
          what={t('code.manual')}
          text={step.manual}
        />
      )}
    </>
  );
};

const Decide = (
  props: NextProps & { readonly placed: PlacedStep; readonly attempt: number },
) => {
  const { run, lead, commands, placed, attempt } = props;
  const { step } = placed;
  const classes = useNextStyles();
  const t = useText();
  const formId = useId();
  const hintId = useId();
  const [draft, setDraft] = useState(emptyDraft);
  const [dialog, setDialog] = useState<'edit' | 'undo' | 'hand-over'>();
  const choices = useChoices(run);
  const chosen = choices.find(({ id }) => id === draft.choice);
  const pending = commands.pending === 'decide';
  const ready = lead.may.allowed && isComplete(draft, chosen) && !pending;
  const close = () => setDialog(undefined);
  const submit = () => {
    if (!ready) {
      return;
    }
    const decision = toDecision(draft, step);
    if (decision !== undefined) {
      commands.send({
        kind: 'decide',
        stepId: step.id,
        decision: { ...decision, attempt },
      });
    } else if (
      draft.choice === 'edit' ||
      draft.choice === 'undo' ||
      draft.choice === 'hand-over'
    ) {
      setDialog(draft.choice);
    }
  };
  const decided = { run, step, attempt, commands, onClose: close };
  return (
    <NextFrame
      sign={{ tone: 'critical', icon: HelpIcon }}
      title={t(
        lead.may.allowed ? 'next.decideTitle' : 'next.decideTitleOther',
        { name: step.name },
      )}
      actions={
        <>
          {dialog === undefined && (
            <CommandError commands={commands} kind="decide" />
          )}
          <WhoDecides id={hintId} {...props} />
          <div className={classes.buttons}>
            <Button
              type="submit"
              form={formId}
              className={classes.button}
              color="primary"
              variant="contained"
              disabled={!ready}
              aria-describedby={lead.may.allowed ? undefined : hintId}
            >
              {pending
                ? t('next.deciding')
                : chosen?.button ?? t('next.decide')}
            </Button>
          </div>
        </>
      }
    >
      <WhatHappened {...placed} />
      <DecisionForm
        id={formId}
        run={run}
        step={step}
        choices={choices}
        draft={draft}
        disabled={!lead.may.allowed}
        onDraft={setDraft}
        onSubmit={submit}
      />
      {dialog === 'edit' && (
        <EditDialog
          {...decided}
          initial={step.input ?? placed.planned?.input ?? {}}
        />
      )}
      {dialog === 'undo' && <DecideUndo {...decided} />}
      {dialog === 'hand-over' && (
        <HandOverDialog run={run} commands={commands} onClose={close} />
      )}
    </NextFrame>
  );
};

/** A step failed or was cut off, and somebody has to decide. */
export const DecideNext = (props: NextProps) => {
  const t = useText();
  const placed = placeStep(props, props.run.currentStepId);
  if (placed === undefined) {
    return (
      <NextFrame
        sign={{ tone: 'critical', icon: HelpIcon }}
        title={t('run.needsDecision')}
      />
    );
  }
  const { attempts, id } = placed.step;
  const attempt = attempts[attempts.length - 1]?.number ?? 0;
  return (
    <Decide
      key={`${id}/${attempt}`}
      {...props}
      placed={placed}
      attempt={attempt}
    />
  );
};

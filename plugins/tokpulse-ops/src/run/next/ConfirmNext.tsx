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
import PauseCircleFilledIcon from '@material-ui/icons/PauseCircleFilled';
import type { Waiting } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { type FormEvent, useId, useState } from 'react';
import { PreviewView } from '../../plan/PreviewView';
import { CodeBlock } from '../../text/CodeBlock';
import { Disclosure } from '../../text/Disclosure';
import { formatDuration } from '../../text/duration';
import { useElapsed } from '../../text/useElapsed';
import { SignChip } from '../../tones/SignChip';
import { useSigns } from '../../tones/useSigns';
import { TextInput } from '../../text/TextInput';
import { useText } from '../../translation';
import { BreakGlass } from '../glass/BreakGlass';
import { CommandError } from './CommandError';
import { NextFrame } from './NextFrame';
import { type NextProps, placeStep } from './nextProps';
import { useNextStyles } from './useNextStyles';
import { WhoDecides } from './WhoDecides';

const SHORT_HASH = 12;

export interface ConfirmNextProps extends NextProps {
  readonly waiting: Extract<Waiting, { for: 'approval' }>;
}

/** The run waits for somebody to agree to a changing step. */
export const ConfirmNext = (props: ConfirmNextProps) => {
  const { run, lead, commands, waiting } = props;
  const classes = useNextStyles();
  const t = useText();
  const signs = useSigns();
  const becauseId = useId();
  const [typed, setTyped] = useState('');
  const waited = useElapsed(waiting.since);
  const placed = placeStep(props, waiting.stepId);
  const name = placed?.step.name ?? waiting.stepId;
  const target =
    waiting.kind === 'type-target' ? waiting.target ?? '' : undefined;
  const wrong = target !== undefined && typed !== target;
  const pending = commands.pending === 'confirm';

  const submit = (event: FormEvent) => {
    event.preventDefault();
    commands.send({
      kind: 'confirm',
      stepId: waiting.stepId,
      planHash: run.planHash,
      ...(target !== undefined && { typed }),
    });
  };

  return (
    <NextFrame
      sign={{ tone: 'warning', icon: PauseCircleFilledIcon }}
      title={t(
        lead.may.allowed ? 'next.confirmTitle' : 'next.confirmTitleOther',
        { name },
      )}
      actions={
        <>
          <CommandError commands={commands} kind="confirm" />
          <form onSubmit={submit} className={classes.form}>
            {target !== undefined && (
              <TextInput
                label={t('next.typeTarget', { target })}
                value={typed}
                onText={setTyped}
                error={typed !== '' && wrong}
                helperText={
                  typed !== '' && wrong
                    ? t('next.typeTargetWrong', { target })
                    : undefined
                }
                inputProps={{ autoComplete: 'off', spellCheck: false }}
              />
            )}
            <WhoDecides id={becauseId} {...props} />
            <div className={classes.buttons}>
              <Button
                type="submit"
                color="primary"
                variant="contained"
                className={classes.button}
                disabled={!lead.may.allowed || wrong || pending}
                aria-describedby={lead.may.allowed ? undefined : becauseId}
              >
                {pending ? t('next.confirming') : t('next.confirm', { name })}
              </Button>
            </div>
          </form>
          <div className={classes.buttons}>
            <BreakGlass run={run} commands={commands} />
          </div>
          <p className={classes.quiet} title={run.planHash}>
            {t('next.bound', {
              plan: t('plan.hash', { hash: run.planHash.slice(0, SHORT_HASH) }),
            })}
          </p>
        </>
      }
    >
      <p className={classes.quiet}>
        {placed && <SignChip sign={signs.effect(placed.step.effect)} />}{' '}
        {t('next.waitingSince', { duration: formatDuration(waited ?? 0) })}
      </p>
      {placed?.planned && (
        <>
          <p>
            {t('next.willDo')} {placed.planned.actionDescription}
          </p>
          {placed.planned.previews.map((preview, index) => (
            <PreviewView key={index} preview={preview} />
          ))}
          {placed.planned.targets.length > 0 && (
            <p className={classes.quiet}>
              {t('plan.targets', {
                targets: placed.planned.targets.join(', '),
              })}
            </p>
          )}
        </>
      )}
      {placed?.step.manual !== undefined && (
        <Disclosure label={t('code.manual')}>
          <CodeBlock text={placed.step.manual} what={t('code.manual')} />
        </Disclosure>
      )}
    </NextFrame>
  );
};

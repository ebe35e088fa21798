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

import type {
  AnswerStep,
  Waiting,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useText } from '../../translation';
import { ChecklistNext } from './ChecklistNext';
import { type NextProps, placeStep } from './nextProps';
import { QuestionNext } from './QuestionNext';

export interface InputNextProps extends NextProps {
  readonly waiting: Extract<Waiting, { for: 'input' }>;
}

/** The run waits for an answer, or for something that a person does. */
export const InputNext = (props: InputNextProps) => {
  const { run, lead, commands, waiting } = props;
  const t = useText();
  const { request, stepId } = waiting;
  const name = placeStep(props, stepId)?.step.name ?? stepId;
  const asked = {
    title: t('next.inputTitle', { name }),
    run,
    lead,
    commands,
    onAnswer: (answer: AnswerStep) =>
      commands.send({ kind: 'answer', stepId, answer }),
  };
  return request.kind === 'confirm' ? (
    <QuestionNext request={request} {...asked} />
  ) : (
    <ChecklistNext request={request} {...asked} />
  );
};

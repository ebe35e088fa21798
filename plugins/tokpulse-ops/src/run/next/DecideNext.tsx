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

import HelpIcon from '@material-ui/icons/Help';
import type { DecideStep } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { CodeBlock } from '../../text/CodeBlock';
import { visibleText } from '../../text/visibleText';
import { useText } from '../../translation';
import { ErrorLines } from '../ErrorLines';
import { CommandError } from './CommandError';
import { DecisionForm } from './DecisionForm';
import { NextFrame } from './NextFrame';
import { type NextProps, placeStep } from './nextProps';
import { useProbeWords } from './useProbeWords';

/** A step failed or was cut off, and somebody has to decide. */
export const DecideNext = (props: NextProps) => {
  const { run, mayControl, commands } = props;
  const t = useText();
  const probeWords = useProbeWords();
  const placed = placeStep(props, run.currentStepId);
  if (placed === undefined) {
    return (
      <NextFrame
        sign={{ tone: 'critical', icon: HelpIcon }}
        title={t('run.needsDecision')}
      />
    );
  }
  const { step, number } = placed;
  const unknown = step.state === 'unknown';
  const attempt = step.attempts[step.attempts.length - 1]?.number ?? 0;
  return (
    <NextFrame
      sign={{ tone: 'critical', icon: HelpIcon }}
      title={t('next.decideTitle', { name: step.name })}
      actions={
        <>
          <CommandError commands={commands} kind="decide" />
          <DecisionForm
            key={`${step.id}/${attempt}`}
            effect={step.effect}
            unknown={unknown}
            mayControl={mayControl}
            pending={commands.pending === 'decide'}
            onDecide={(decision: Omit<DecideStep, 'attempt'>) =>
              commands.send({
                kind: 'decide',
                stepId: step.id,
                decision: { ...decision, attempt },
              })
            }
          />
        </>
      }
    >
      <p>
        {t(unknown ? 'next.decideUnknown' : 'next.decideFailed', {
          number: String(number),
        })}
      </p>
      {step.error !== undefined && <ErrorLines error={step.error} />}
      {step.probe !== undefined && (
        <p>
          <strong>{probeWords(step.probe.outcome)}</strong>{' '}
          {t('timeline.probe', { message: visibleText(step.probe.message) })}
        </p>
      )}
      {step.manual !== undefined && (
        <CodeBlock
          label={t('code.manual')}
          what={t('code.manual')}
          text={step.manual}
        />
      )}
    </NextFrame>
  );
};

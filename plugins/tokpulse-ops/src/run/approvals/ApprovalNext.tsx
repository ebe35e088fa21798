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

import HowToRegIcon from '@material-ui/icons/HowToReg';
import type { Waiting } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { Notice } from '../../states/Notice';
import { formatDuration } from '../../text/duration';
import { useElapsed } from '../../text/useElapsed';
import { useText } from '../../translation';
import { BreakGlass } from '../glass/BreakGlass';
import { CommandError } from '../next/CommandError';
import { NextFrame } from '../next/NextFrame';
import { type NextProps, placeStep } from '../next/nextProps';
import { useNextStyles } from '../next/useNextStyles';
import { useRunApprovals } from '../people';
import { ApprovalAnswer, Withdraw } from './ApprovalAnswer';
import { ApprovalFacts, AskedOf } from './ApprovalFacts';
import { stepsOfApproval } from './stepsOfApproval';
import { CoveredSteps } from './CoveredSteps';

export interface ApprovalNextProps extends NextProps {
  readonly waiting: Extract<Waiting, { for: 'approval' }>;
}

/** The run waits for a second person to say yes or no. */
export const ApprovalNext = (props: ApprovalNextProps) => {
  const { run, plan, commands, waiting } = props;
  const classes = useNextStyles();
  const t = useText();
  const approvals = useRunApprovals(run);
  const waited = useElapsed(waiting.since) ?? 0;
  const approval =
    approvals.kind === 'data'
      ? approvals.data.find(({ id }) => id === waiting.approvalId)
      : undefined;
  const mine = approval?.state === 'open' && approval.mine;
  const name = placeStep(props, waiting.stepId)?.step.name ?? waiting.stepId;
  const asked = approval ?? { stepId: waiting.stepId };
  const steps = plan === undefined ? [] : stepsOfApproval(plan, asked);
  return (
    <NextFrame
      sign={{ tone: 'warning', icon: HowToRegIcon }}
      title={t(mine ? 'ask.titleMine' : 'ask.title', { name })}
      actions={
        <>
          {approval !== undefined && (
            <ApprovalAnswer
              key={approval.id}
              approval={approval}
              commands={commands}
            />
          )}
          <div className={classes.buttons}>
            {approval !== undefined && (
              <Withdraw approval={approval} commands={commands} />
            )}
            <BreakGlass run={run} commands={commands} />
          </div>
          <CommandError commands={commands} kind="withdraw" />
        </>
      }
    >
      {approval === undefined ? (
        <p>
          {t('ask.of', { who: <AskedOf from={waiting.from ?? []} /> })}
          {'. '}
          {t('next.waitingSince', { duration: formatDuration(waited) })}
        </p>
      ) : (
        <ApprovalFacts approval={approval} />
      )}
      {approvals.kind === 'error' && (
        <Notice tone="warning" title={t('ask.unread')}>
          <p>{approvals.problem.message}</p>
        </Notice>
      )}
      {approval?.stepId !== undefined && approval.inputHash !== undefined && (
        <p>{t('ask.late')}</p>
      )}
      {steps.length > 0 && (
        <>
          <p>{t('ask.lets', { count: steps.length })}</p>
          <CoveredSteps
            steps={steps}
            run={run}
            lateStepId={
              approval?.inputHash === undefined ? undefined : approval.stepId
            }
          />
        </>
      )}
    </NextFrame>
  );
};

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

import { ApprovalNext } from '../approvals/ApprovalNext';
import { LockNext } from '../locks/LockNext';
import { ConfirmNext } from './ConfirmNext';
import { DecideNext } from './DecideNext';
import { DoneNext } from './DoneNext';
import { InputNext } from './InputNext';
import type { NextProps } from './nextProps';
import { TimerNext } from './TimerNext';
import { UndoNext } from './UndoNext';
import { QueuedNext, WorkingNext } from './WorkingNext';

const WaitingNext = (props: NextProps) => {
  const { waiting } = props.run;
  switch (waiting?.for) {
    case 'approval':
      return waiting.kind === 'approval' ? (
        <ApprovalNext key={waiting.approvalId} {...props} waiting={waiting} />
      ) : (
        <ConfirmNext key={waiting.stepId} {...props} waiting={waiting} />
      );
    case 'input':
      return <InputNext key={waiting.stepId} {...props} waiting={waiting} />;
    case 'lock':
      return <LockNext {...props} waiting={waiting} />;
    case 'timer':
      return <TimerNext {...props} waiting={waiting} />;
    case 'undo':
      return <UndoNext waiting={waiting} />;
    case undefined:
      return <WorkingNext {...props} />;
    default:
      return waiting satisfies never;
  }
};

/** What happens next, and what somebody has to do for it. */
export const NextPanel = (props: NextProps) => {
  const { run } = props;
  switch (run.state) {
    case 'queued':
      return <QueuedNext {...props} />;
    case 'running':
      return <WorkingNext {...props} />;
    case 'waiting':
      return <WaitingNext {...props} />;
    case 'needs-decision':
      return <DecideNext {...props} />;
    case 'succeeded':
    case 'failed':
    case 'cancelled':
      return <DoneNext {...props} />;
    default:
      return run.state satisfies never;
  }
};

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

import AutorenewIcon from '@material-ui/icons/Autorenew';
import BlockIcon from '@material-ui/icons/Block';
import CancelIcon from '@material-ui/icons/Cancel';
import CheckCircleIcon from '@material-ui/icons/CheckCircle';
import DoneAllIcon from '@material-ui/icons/DoneAll';
import EditIcon from '@material-ui/icons/Edit';
import ErrorIcon from '@material-ui/icons/Error';
import FlashOnIcon from '@material-ui/icons/FlashOn';
import HelpIcon from '@material-ui/icons/Help';
import LiveHelpIcon from '@material-ui/icons/LiveHelp';
import PauseCircleFilledIcon from '@material-ui/icons/PauseCircleFilled';
import RadioButtonUncheckedIcon from '@material-ui/icons/RadioButtonUnchecked';
import ScheduleIcon from '@material-ui/icons/Schedule';
import SkipNextIcon from '@material-ui/icons/SkipNext';
import UndoIcon from '@material-ui/icons/Undo';
import VisibilityIcon from '@material-ui/icons/Visibility';
import WarningIcon from '@material-ui/icons/Warning';
import type {
  ApprovalState,
  Effect,
  HealthStatus,
  RunStep,
  RunSummary,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useMemo } from 'react';
import { type Text, useText } from '../translation';
import type { Sign } from './sign';

function healthSign(t: Text, status: HealthStatus): Sign {
  switch (status) {
    case 'healthy':
      return { tone: 'ok', icon: CheckCircleIcon, word: t('health.healthy') };
    case 'degraded':
      return { tone: 'warning', icon: WarningIcon, word: t('health.degraded') };
    case 'unhealthy':
      return { tone: 'critical', icon: ErrorIcon, word: t('health.unhealthy') };
    case 'unknown':
      return { tone: 'neutral', icon: HelpIcon, word: t('health.unknown') };
    default:
      return status satisfies never;
  }
}

function waitingSign(t: Text, waiting: RunSummary['waiting']): Sign {
  const icon = PauseCircleFilledIcon;
  switch (waiting?.for) {
    case 'approval':
      return {
        tone: 'warning',
        icon,
        word:
          waiting.kind === 'approval'
            ? t('run.waitingSecond')
            : t('run.waitingApproval'),
      };
    case 'input':
      return { tone: 'warning', icon, word: t('run.waitingInput') };
    case 'lock':
      return { tone: 'warning', icon, word: t('run.waitingLock') };
    case 'timer':
      return {
        tone: 'active',
        icon: ScheduleIcon,
        word: t('run.waitingTimer'),
      };
    case 'undo':
      return { tone: 'active', icon: UndoIcon, word: t('run.waitingUndo') };
    case undefined:
      return { tone: 'active', icon, word: t('run.waiting') };
    default:
      return waiting satisfies never;
  }
}

type RunFacts = Pick<
  RunSummary,
  'state' | 'waiting' | 'withFailures' | 'cancelRequested'
>;

function runSign(t: Text, run: RunFacts): Sign {
  switch (run.state) {
    case 'queued':
      return { tone: 'neutral', icon: ScheduleIcon, word: t('run.queued') };
    case 'running':
      return {
        tone: 'active',
        icon: AutorenewIcon,
        word: run.cancelRequested ? t('run.cancelling') : t('run.running'),
      };
    case 'waiting':
      return waitingSign(t, run.waiting);
    case 'needs-decision':
      return {
        tone: 'critical',
        icon: LiveHelpIcon,
        word: t('run.needsDecision'),
      };
    case 'succeeded':
      return run.withFailures
        ? {
            tone: 'warning',
            icon: WarningIcon,
            word: t('run.succeededWithFailures'),
          }
        : { tone: 'ok', icon: CheckCircleIcon, word: t('run.succeeded') };
    case 'failed':
      return { tone: 'critical', icon: CancelIcon, word: t('run.failed') };
    case 'cancelled':
      return { tone: 'neutral', icon: BlockIcon, word: t('run.cancelled') };
    default:
      return run.state satisfies never;
  }
}

function approvalSign(t: Text, state: ApprovalState): Sign {
  switch (state) {
    case 'open':
      return {
        tone: 'warning',
        icon: PauseCircleFilledIcon,
        word: t('approval.open'),
      };
    case 'approved':
      return {
        tone: 'ok',
        icon: CheckCircleIcon,
        word: t('approval.approved'),
      };
    case 'rejected':
      return {
        tone: 'critical',
        icon: CancelIcon,
        word: t('approval.rejected'),
      };
    case 'withdrawn':
      return { tone: 'neutral', icon: UndoIcon, word: t('approval.withdrawn') };
    case 'expired':
      return {
        tone: 'neutral',
        icon: ScheduleIcon,
        word: t('approval.expired'),
      };
    case 'void':
      return {
        tone: 'neutral',
        icon: BlockIcon,
        word: t('approval.void'),
        hint: t('approval.voidHint'),
      };
    default:
      return state satisfies never;
  }
}

type StepFacts = Pick<RunStep, 'state' | 'handled' | 'verification'>;

function stepSign(t: Text, step: StepFacts): Sign {
  switch (step.state) {
    case 'pending':
      return {
        tone: 'neutral',
        icon: RadioButtonUncheckedIcon,
        word: t('step.pending'),
      };
    case 'waiting':
      return {
        tone: 'warning',
        icon: PauseCircleFilledIcon,
        word: t('step.waiting'),
      };
    case 'running':
      return {
        tone: 'active',
        icon: AutorenewIcon,
        word: step.verification ? t('step.verifying') : t('step.running'),
      };
    case 'succeeded':
      return { tone: 'ok', icon: CheckCircleIcon, word: t('step.succeeded') };
    case 'failed':
      return step.handled
        ? { tone: 'warning', icon: WarningIcon, word: t('step.failedHandled') }
        : { tone: 'critical', icon: CancelIcon, word: t('step.failed') };
    case 'skipped':
      return { tone: 'neutral', icon: SkipNextIcon, word: t('step.skipped') };
    case 'unknown':
      return { tone: 'critical', icon: HelpIcon, word: t('step.unknown') };
    case 'by-hand':
      return { tone: 'ok', icon: EditIcon, word: t('step.byHand') };
    default:
      return step.state satisfies never;
  }
}

function effectSign(t: Text, effect: Effect): Sign {
  switch (effect) {
    case 'read':
      return {
        tone: 'neutral',
        icon: VisibilityIcon,
        word: t('effect.read'),
        hint: t('effect.readHint'),
      };
    case 'idempotent':
      return {
        tone: 'active',
        icon: DoneAllIcon,
        word: t('effect.idempotent'),
        hint: t('effect.idempotentHint'),
      };
    case 'once':
      return {
        tone: 'warning',
        icon: FlashOnIcon,
        word: t('effect.once'),
        hint: t('effect.onceHint'),
      };
    default:
      return effect satisfies never;
  }
}

/** Turns the states of the domain into signs, in the reader's language. */
export function useSigns() {
  const t = useText();
  return useMemo(
    () => ({
      health: (status: HealthStatus) => healthSign(t, status),
      run: (run: RunFacts) => runSign(t, run),
      step: (step: StepFacts) => stepSign(t, step),
      approval: (state: ApprovalState) => approvalSign(t, state),
      undone: (): Sign => ({
        tone: 'neutral',
        icon: UndoIcon,
        word: t('step.undone'),
        hint: t('step.undoneHint'),
      }),
      effect: (effect: Effect) => effectSign(t, effect),
    }),
    [t],
  );
}

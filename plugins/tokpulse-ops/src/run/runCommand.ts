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
  DecideStep,
  RunDetail,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { TokPulseOpsApi } from '../api/tokpulseOpsApi';

/** Something that a person tells a run, or about it. */
export type RunCommand =
  | {
      readonly kind: 'confirm';
      readonly stepId: string;
      readonly planHash: string;
      readonly typed?: string;
    }
  | {
      readonly kind: 'answer';
      readonly stepId: string;
      readonly answer: AnswerStep;
    }
  | {
      readonly kind: 'decide';
      readonly stepId: string;
      readonly decision: DecideStep;
    }
  | { readonly kind: 'cancel'; readonly reason?: string }
  /** Takes the lead, or hands it over to `to`. */
  | { readonly kind: 'lead'; readonly to?: string; readonly reason?: string }
  | { readonly kind: 'break-glass'; readonly reason: string }
  | {
      readonly kind: 'judge';
      readonly approvalId: string;
      readonly decision: 'approve' | 'reject';
      readonly planHash: string;
      readonly comment?: string;
      readonly typed?: string;
    }
  | { readonly kind: 'withdraw'; readonly approvalId: string }
  | {
      readonly kind: 'steal';
      readonly target: string;
      readonly holder: string;
      readonly reason: string;
    }
  /** Stops the reader's other run, which is in the way of this one. */
  | { readonly kind: 'stop-other'; readonly runId: string }
  | {
      readonly kind: 'close-review';
      readonly reviewId: string;
      readonly note: string;
    };

/**
 * Sends a command. Answers the run after it, or undefined for a command about
 * something else, after which the run has to be read again.
 */
export async function sendCommand(options: {
  readonly api: TokPulseOpsApi;
  readonly runId: string;
  readonly command: RunCommand;
  readonly idempotencyKey: string;
}): Promise<RunDetail | undefined> {
  const { api, runId, command, idempotencyKey } = options;
  const request = { idempotencyKey };
  switch (command.kind) {
    case 'confirm': {
      const { kind, ...body } = command;
      return api.confirmStep({ runId, ...body }, request);
    }
    case 'answer': {
      const { stepId, answer } = command;
      return api.answerStep({ runId, stepId, answer }, request);
    }
    case 'decide': {
      const { stepId, decision } = command;
      return api.decideStep({ runId, stepId, ...decision }, request);
    }
    case 'cancel': {
      const { kind, ...body } = command;
      return api.cancelRun({ runId, ...body }, request);
    }
    case 'lead': {
      const { kind, ...body } = command;
      return api.changeLead({ runId, ...body }, request);
    }
    case 'break-glass':
      return api.breakGlass({ runId, reason: command.reason }, request);
    case 'judge': {
      const { kind, ...body } = command;
      await api.approvals.decide(body, request);
      return undefined;
    }
    case 'withdraw':
      await api.approvals.withdraw({ approvalId: command.approvalId }, request);
      return undefined;
    case 'steal': {
      const { kind, ...body } = command;
      await api.locks.steal(body, request);
      return undefined;
    }
    case 'stop-other':
      await api.cancelRun({ runId: command.runId }, request);
      return undefined;
    case 'close-review': {
      const { reviewId, note } = command;
      await api.reviews.close({ reviewId, note }, request);
      return undefined;
    }
    default:
      return command satisfies never;
  }
}

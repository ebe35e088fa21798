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

/** Words of the design: states, effects, answers. */
export const wordMessages = {
  health: {
    healthy: 'Healthy',
    degraded: 'Degraded',
    unhealthy: 'Unhealthy',
    unknown: 'Unknown',
  },
  run: {
    queued: 'Queued',
    running: 'Running',
    waitingApproval: 'Waiting for confirmation',
    waitingInput: 'Waiting for an answer',
    waitingLock: 'Waiting for a lock',
    waitingTimer: 'Waiting for a time',
    waitingUndo: 'Waiting for the undo',
    waitingSecond: 'Waiting for approval',
    waiting: 'Waiting',
    needsDecision: 'Needs a decision',
    succeeded: 'Succeeded',
    succeededWithFailures: 'Succeeded, with failures',
    failed: 'Failed',
    cancelled: 'Cancelled',
    cancelling: 'Being cancelled',
  },
  step: {
    pending: 'Not started',
    waiting: 'Waiting',
    running: 'Running',
    verifying: 'Verifying',
    succeeded: 'Succeeded',
    failed: 'Failed',
    failedHandled: 'Failed, handled',
    skipped: 'Skipped',
    unknown: 'Unknown whether it happened',
    byHand: 'Done by hand',
    undone: 'Taken back',
    undoneHint: 'Another run took back what this step did',
  },
  approval: {
    open: 'Waiting for an answer',
    approved: 'Approved',
    rejected: 'Rejected',
    withdrawn: 'Withdrawn',
    expired: 'Expired',
    void: 'Void',
    voidHint: 'The plan it was for is not the plan of the run any more',
  },
  effect: {
    read: 'Read',
    readHint: 'Changes nothing; can be repeated at any time',
    idempotent: 'Idempotent',
    idempotentHint: 'Changes something; a second time ends in the same state',
    once: 'Changes once',
    onceHint: 'Changes something; a second time would do it again',
  },
  severity: {
    hint: 'Severity {{severity}}; P0 is the most urgent',
  },
  level: {
    warn: 'warning',
    error: 'error',
  },
  answer: {
    answered: 'Answered',
    answeredWithoutChecks: 'Answered, without checks',
    rateLimited: 'Rate-limited: says nothing about its health',
    notOffered: 'Has no health page',
    unexpectedContent: 'Answered something unexpected',
    serverError: 'Answered with a server error',
    edgeError: 'Does not answer: the platform’s edge does',
    timeout: 'Did not answer in time',
    refused: 'Refuses connections',
    dnsError: 'Its name cannot be resolved',
    tlsError: 'Its certificate was not accepted',
    connectionLost: 'Cut the connection',
    blocked: 'Blocked by the network rules of the portal',
  },
} as const;

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

/** The dialog that plans a run and starts it. */
export const planMessages = {
  plan: {
    title: 'Plan: {{runbook}}',
    what: 'the plan',
    making: 'Making the plan: resolving every step and checking what it needs…',
    whatForm: 'the form',
    make: 'Show the plan',
    again: 'Plan again',
    change: 'Change the inputs',
    close: 'Close',
    summary: '{{steps}}: {{parts}}',
    steps_one: '{{count}} step',
    steps_other: '{{count}} steps',
    reads_one: '{{count}} only reads',
    reads_other: '{{count}} only read',
    changes_one: '{{count}} changes something: {{names}}',
    changes_other: '{{count}} change something: {{names}}',
    asks_one: '{{count}} asks you',
    asks_other: '{{count}} ask you',
    skipped_one: '{{count}} will be skipped',
    skipped_other: '{{count}} will be skipped',
    nothingChanges: 'nothing changes',
    expiresIn: 'This plan can be started for another {{duration}}.',
    expired: 'This plan has expired. Plan again: things may have changed.',
    changed:
      'The runbook was edited after this plan was made. The plan stays what it was; plan again to use the new text.',
    hash: 'Plan {{hash}}',
    hashHint: 'What you confirm and what runs is exactly this plan: {{hash}}',
    blocking_one: '{{count}} thing keeps it from running',
    blocking_other: '{{count}} things keep it from running',
    warnings_one: '{{count}} thing to know before you start',
    warnings_other: '{{count}} things to know before you start',
    findingStep: 'Step {{number}}',
    willRun: 'Will run',
    willBeSkipped: 'Will be skipped',
    decidedLater: 'Decided during the run',
    onlyIf: 'only if',
    late: 'Known only during the run',
    lateRun: 'known once the run has started',
    lateFrom: 'known after step {{number}}, “{{name}}”',
    targets: 'Locks while it runs: {{targets}}',
    differs: 'Differs from the operations document: {{text}}',
    reason: 'Not verified, because: {{text}}',
    verify: 'Verified with {{action}} until {{until}}, for at most {{within}}',
    expect: 'Must hold afterwards: {{expect}}',
    undo: 'Can be undone with {{action}}',
    confirmOnce: 'Asks you to confirm before it runs',
    confirmTarget: 'Asks you to type “{{target}}” before it runs',
    each: 'Once for each of {{each}}',
    onFailureStop: 'If it fails, the run stops and asks you',
    onFailureContinue: 'If it fails, the run goes on',
    onFailureUndo: 'If it fails, what was done is undone',
    onFailureJump: 'If it fails, the run goes on at “{{step}}”',
    reasonField: 'Why are you running this? (optional)',
    startReads: 'Start: reads only',
    startConfirmed_one: 'Start: {{count}} change, after your confirmation',
    startConfirmed_other:
      'Start: {{count}} changes, each after your confirmation',
    startMixed:
      'Start: {{changes}} changes, {{confirmed}} after your confirmation',
    startUnconfirmed_one: 'Start: {{count}} change, without asking again',
    startUnconfirmed_other: 'Start: {{count}} changes, without asking again',
    starting: 'Starting…',
    blocked: 'Cannot start: {{message}}',
    cannotStart: 'The run was not started',
    conflict:
      'Something changed since this plan was made. Plan again to see what it would do now.',
  },
  preview: {
    request: 'Request',
    sql: 'SQL',
    command: 'Command',
    wait: 'Waits {{duration}}',
    ask: 'Asks you',
    message: 'Message to {{channel}}',
    recipients_one: '{{count}} recipient: {{names}}',
    recipients_other: '{{count}} recipients: {{names}}',
  },
} as const;

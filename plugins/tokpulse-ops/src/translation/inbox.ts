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

/** What waits for the reader: approvals, reviews, runs, locks. */
export const inboxMessages = {
  pages: {
    title: 'Operations',
  },
  inbox: {
    title: 'Waiting for you',
    count_one: '{{count}} thing waits for you',
    count_other: '{{count}} things wait for you',
    approvals_one: '{{count}} approval to answer',
    approvals_other: '{{count}} approvals to answer',
    reviews_one: '{{count}} review to close',
    reviews_other: '{{count}} reviews to close',
  },
  approvals: {
    tab: 'Approvals',
    what: 'the approvals',
    title: 'Approvals',
    show: 'Which approvals',
    showMine: 'Waiting for me',
    showOpen: 'All open',
    showAnswered: 'Answered',
    noneMine: 'Nothing waits for your approval',
    noneMineStep:
      'When somebody starts a run that changes something and you may approve it, it stands here and you are notified.',
    noneOpen: 'No approval is open',
    noneAnswered: 'No approval has been answered yet',
    noneStep: 'In team mode every run with a guarded change asks for one.',
    covers_one: '{{count}} change',
    covers_other: '{{count}} changes',
    oneStep: 'the step “{{step}}”, whose input is known now',
    asked: 'asked by {{who}} {{ago}}',
    expiresIn: 'expires in {{duration}}',
    expiresSoon: 'Expires in {{duration}}',
    expired: 'expired {{ago}}',
    look: 'Look and answer',
    lookLabel: 'Look at {{title}} and answer',
    show1: 'Show',
    showLabel: 'Show {{title}}',
    openTitle: 'Approvals that are open',
    all: 'All approvals',
    decided: '{{state}} by {{who}} {{ago}}',
    more: 'Load older approvals',
    dialogTitle: 'Approve? {{title}}',
    dialogShow: 'Approval: {{title}}',
    run: 'Open the run',
    plan: 'what it changes',
    otherPlan:
      'The run follows another plan by now. This approval is not about what it would do.',
    recorded: 'Your answer is recorded and the run knows it',
    gone: 'This approval is not in the list any more',
    goneStep:
      'It was answered, withdrawn or has expired. Look at the answered ones.',
  },
  reviews: {
    tab: 'Reviews',
    what: 'the reviews',
    title: 'Reviews of broken glass',
    show: 'Which reviews',
    showOpen: 'Open',
    showClosed: 'Closed',
    noneOpen: 'No review is open',
    noneOpenStep:
      'When somebody lets a run go on without the approvals or confirmations it needs, it stands here until somebody has looked at it.',
    noneClosed: 'No review has been closed yet',
    opened: 'Glass broken by {{who}} {{ago}}',
    because: 'Why: {{reason}}',
    closableAt: 'It can be closed {{when}}',
    closed: 'Closed by {{who}} {{ago}}: {{note}}',
    close: 'Close…',
    closeLabel: 'Close the review of {{title}}…',
    openTitle: 'Broken glass to be reviewed',
    all: 'All reviews',
    more: 'Load older reviews',
  },
  locks: {
    tab: 'Locks',
    what: 'the locks',
    title: 'Targets that runs hold',
    none: 'No target is held',
    noneStep:
      'A run takes the targets that it changes before its first change and lets go of them at its end. Nobody else changes them meanwhile.',
    led: 'led by {{lead}}',
    since: 'for {{duration}}',
    queue: 'Waiting for {{target}}',
    queueCount_one: '{{count}} run waits for it:',
    queueCount_other: '{{count}} runs wait for it, in this order:',
    noQueue: 'Nobody waits for it.',
    own: 'That is your run.',
    hidden: 'A run that you may not see',
    hiddenStep:
      'It lets go of the target at its end. Ask an administrator of the portal who that is.',
  },
  bundle: {
    download: 'Offline bundle',
    hint: 'All runbooks, their commands and contacts as one page to keep, for when the portal is down',
    fetching: 'Making it…',
    failed: 'The bundle could not be downloaded',
  },
  runs: {
    tab: 'Runs',
    title: 'Runs',
    what: 'the runs',
    filters: 'Which runs',
    service: 'Service',
    anyService: 'Every service',
    runbook: 'Runbook',
    anyRunbook: 'Every runbook',
    state: 'State',
    anyState: 'Every state',
    active: 'In progress',
    waiting: 'Waiting',
    needsDecision: 'Needs a decision',
    succeeded: 'Succeeded',
    failed: 'Failed',
    cancelled: 'Cancelled',
    person: 'Started or led by',
    anybody: 'Anybody',
    from: 'From (day)',
    to: 'Until (day)',
    clear: 'Clear the filters',
    none: 'No run is like that',
    noneStep: 'Choose fewer filters.',
  },
} as const;

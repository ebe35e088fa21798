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

/** The page of one run. */
export const runMessages = {
  runPage: {
    what: 'this run',
    lead: 'Led by {{lead}}',
    youLead: 'You lead this run',
    started: 'Started {{ago}}',
    elapsed: 'Running for {{duration}}',
    took: 'Took {{duration}}',
    respondRunning: '{{clock}} of {{limit}}',
    respondHint:
      'Time since the start, against the response time of the runbook',
    respondOver: '{{clock}} of {{limit}}: over the response time',
    reason: 'Why: {{reason}}',
    cancel: 'Cancel run',
    cancelTitle: 'Cancel this run?',
    cancelText:
      'No further step starts. A step that is at work is cut off; if it changes something, nobody knows then whether it did, and you will be asked to look.',
    cancelReason: 'Why? (optional)',
    cancelConfirm: 'Cancel the run',
    cancelKeep: 'Keep it running',
    cancelRequested: 'The run is being cancelled',
    timeline: 'Steps',
    log: 'Log',
    again: 'Plan it again',
    failedAction: 'That was not accepted',
    movedOn:
      'The run has moved on in the meantime; this page now shows how it stands.',
    announceRun: 'The run is: {{state}}',
    announceStep: 'Step {{number}}, “{{name}}”: {{state}}',
    title: '{{state}} · {{runbook}}',
  },
  connection: {
    connecting: 'Connecting…',
    live: 'Live',
    reconnecting: 'Reconnecting…',
    reconnectingHint:
      'The connection was lost {{ago}}. What you see may be out of date.',
    polling: 'Live, every {{interval}}',
    pollingHint:
      'The live stream does not get through, so this page asks every {{interval}} instead.',
    ended: 'Complete',
  },
  timeline: {
    attempt: 'Attempt {{number}}',
    attempts_one: '{{count}} attempt',
    attempts_other: '{{count}} attempts',
    soFar: '{{duration}} so far',
    logOf: 'Its log lines',
    verification: 'Reading {{readings}}: {{message}}',
    verificationLeft: '{{duration}} left to verify',
    verified: 'Verified after {{readings}} readings: {{message}}',
    skipped: 'Because {{reason}}',
    probe: 'Looked afterwards: {{message}}',
    probeHappened: 'It did happen.',
    probeDidNotHappen: 'It did not happen.',
    probeUnknown: 'It could not be found out whether it happened.',
  },
  next: {
    queued:
      'A worker of the portal picks it up. That usually takes less than a second.',
    queuedLong:
      'No worker has picked it up for {{duration}}. Check that a backend of the portal is running.',
    running: 'Step {{number}} is at work: {{name}}',
    between: 'The next step is about to start.',
    cancelling:
      'The step at work is being stopped. Then the run ends as cancelled.',
    attempt: 'Attempt {{number}}',
    nothingToDo: 'Nothing for you to do now.',
    confirmTitle: 'Waiting for your confirmation: {{name}}',
    confirmTitleOther: 'Waiting for confirmation: {{name}}',
    waitingSince: 'Waiting for {{duration}}',
    willDo: 'It will do this:',
    confirm: 'Confirm: {{name}}',
    confirming: 'Confirming…',
    typeTarget: 'Type “{{target}}” to confirm',
    typeTargetWrong: 'That is not “{{target}}” yet',
    bound:
      'Your confirmation holds for {{plan}} only and is recorded as self-confirmed.',
    lockTitle: 'Waiting for {{target}}',
    lockHidden:
      'A run that you may not see has held it for {{duration}}. This run goes on when it lets go of it.',
    lockHeld: 'Held by “{{runbook}}”, led by {{lead}}, for {{duration}}.',
    lockOpen: 'Open that run',
    lockNext: 'This run goes on by itself as soon as it is free.',
    timerTitle: 'Waiting: {{reason}}',
    timerStep: 'Step {{number}} waits: {{name}}',
    timerLeft: '{{clock}} left, until {{until}}',
    timerNext: 'The run goes on by itself then.',
    timerOver: 'Any moment now.',
    inputTitle: 'Your answer is needed: {{name}}',
    yes: 'Yes, go on',
    no: 'No',
    noHint:
      '“No” is an answer too: the run goes on, and later steps look at it.',
    note: 'Note (optional)',
    checklistDone: 'Done, go on',
    checklistMissing_one: '{{count}} required item is not ticked yet',
    checklistMissing_other: '{{count}} required items are not ticked yet',
    required: 'required',
    evidence: 'Evidence: output, or what you saw',
    sending: 'Sending…',
    decideTitle: 'Your decision is needed: {{name}}',
    decideTitleOther: 'A decision is needed: {{name}}',
    decideFailed:
      'Step {{number}} failed. The run waits until somebody decides.',
    decideUnknown:
      'Step {{number}} was cut off. Nobody knows yet whether it took effect. Look first, then decide.',
    choose: 'How should the run go on?',
    retry: 'Retry',
    retryHint: 'Runs the step once more with the same input.',
    retryOnce:
      'This step changes something each time it runs. If it did happen, a retry does it again.',
    skip: 'Skip',
    skipHint: 'Goes on without it.',
    skipReason: 'Why can it be skipped?',
    byHand: 'Done by hand',
    byHandHint: 'You did it yourself; the run goes on.',
    byHandEvidence: 'Evidence: output, or what you saw',
    stop: 'Stop here',
    stopHint: 'Ends the run as failed.',
    stopReason: 'Why stop here?',
    decide: 'Choose how to go on',
    retryButton: 'Retry the step',
    skipButton: 'Skip the step',
    byHandButton: 'It is done: go on',
    stopButton: 'Stop the run here',
    deciding: 'Sending…',
    doneSucceeded: 'All steps are through: {{parts}}.',
    doneWithFailures:
      'The run went through, but not everything worked: {{parts}}. Look at the steps marked “Failed, handled”.',
    doneFailed: 'The run was stopped: {{parts}}.',
    doneCancelled: 'The run was cancelled: {{parts}}.',
    countSucceeded_one: '{{count}} step succeeded',
    countSucceeded_other: '{{count}} steps succeeded',
    countFailed_one: '{{count}} failed',
    countFailed_other: '{{count}} failed',
    countSkipped_one: '{{count}} skipped',
    countSkipped_other: '{{count}} skipped',
    countByHand_one: '{{count}} done by hand',
    countByHand_other: '{{count}} done by hand',
    countUnknown_one: '{{count}} unknown',
    countUnknown_other: '{{count}} unknown',
    countPending_one: '{{count}} never started',
    countPending_other: '{{count}} never started',
  },
  log: {
    empty: 'No output yet',
    emptyStep: 'Lines appear here as the steps write them.',
    lines_one: '{{count}} line',
    lines_other: '{{count}} lines',
    follow: 'Follow the end',
    wrap: 'Wrap lines',
    step: 'Step',
    allSteps: 'All steps',
    search: 'Search loaded lines',
    searchShort: 'Search',
    matches_one: '{{count}} matching line',
    matches_other: '{{count}} matching lines',
    partly: 'among the {{loaded}} loaded of {{total}} lines',
    loadOlder: 'Load older lines',
    none: 'No loaded line matches',
    loadedLines: 'the loaded lines',
    loading: 'Loading lines {{from}} to {{to}}…',
    failed: 'Lines {{from}} to {{to}} could not be loaded.',
    toEnd: 'Jump to the end',
    region: 'Log of the run',
  },
} as const;

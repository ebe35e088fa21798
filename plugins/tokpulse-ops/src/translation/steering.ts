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

/** Who leads a run, who agrees to it, and what it waits for. */
export const steeringMessages = {
  steer: {
    back: 'Back',
  },
  lead: {
    observing:
      '{{lead}} leads this run and decides; you watch it live. Take over to decide yourself.',
    youObserve: 'Led by {{lead}}; you observe',
    takeOver: 'Take over',
    takeOverTitle: 'Take over from {{lead}}?',
    takeOverText:
      'From then on you confirm, answer and decide, and {{lead}} observes. Everybody who watches the run sees it at once, with your reason.',
    reason: 'Why do you take over?',
    handOver: 'Hand over',
    handOverDots: 'Hand over…',
    handOverTo: 'Hand over to {{name}}',
    handOverTitle: 'Hand this run over',
    handOverText:
      'The other person leads from then on and is told. The run itself goes on as it is, and you can go on watching.',
    whom: 'To whom?',
    handOverNote: 'What should they know? (optional)',
    people: 'the people of the catalog',
    nobody: 'Nobody of that name is in the catalog',
    announce: 'Led by {{lead}}',
  },
  ask: {
    title: 'Waiting for approval: {{name}}',
    titleMine: 'Your approval is needed: {{name}}',
    banner: 'An approval is asked for; the run reads on meanwhile',
    bannerMine: 'Your approval is needed; the run reads on meanwhile',
    look: 'Look and answer',
    show: 'Show',
    dialogTitle: 'Approve what this run changes?',
    of: 'Asked of {{who}}',
    everybody: 'everybody who may approve',
    askedBy: 'Asked by {{who}} {{ago}}',
    decided: 'by {{who}} {{ago}}',
    expiresIn: 'Expires in {{duration}}',
    expiredNow: 'Expires any moment',
    lets_one: 'A yes lets this step run:',
    lets_other: 'A yes lets these {{count}} steps run:',
    changes: 'What it changes',
    exactly: 'What exactly',
    late: 'What this step will do was known only now, so it is asked for on its own.',
    lateInput: 'Its input, known now',
    comment: 'Comment (needed to reject)',
    approve: 'Approve',
    reject: 'Reject',
    rejectHint: 'To reject, say why: whoever leads has to know what to change.',
    bound:
      'Your answer holds for exactly this plan and is recorded with your name.',
    typeTarget: 'Type “{{target}}” to approve',
    withdraw: 'Withdraw the question',
    withdrawApproval: 'Withdraw my approval',
    unread: 'The approvals could not be read; this page tries again',
  },
  glass: {
    open: 'Break the glass…',
    title: 'Break the glass?',
    confirm: 'Break the glass',
    doesTeam: 'This run goes on without the approvals that it needs.',
    doesSolo:
      'Everything that is left of this run counts as confirmed at once.',
    stays: 'It cannot be mended: it holds until the run ends.',
    noticeTeam: 'All who could have approved are told at once.',
    noticeSolo: 'The one who asked for the run is told.',
    reviewTeam:
      'A review opens. Somebody who had no part in the run has to close it.',
    reviewSolo: 'A review opens. You close it yourself, from tomorrow on.',
    forever: 'Your name and your reason stay in the record of the run.',
    reason: 'Why can it not wait?',
    reasonHint_one: '{{count}} more character',
    reasonHint_other: '{{count}} more characters',
    banner: 'The glass is broken: this run goes on without approvals',
    bannerSolo: 'The glass is broken: everything counts as confirmed',
    by: 'By {{who}}, {{ago}}: {{reason}}',
    reviewOpen: 'Its review is open.',
    closed: 'Reviewed by {{who}} {{ago}}: {{note}}',
    closeDots: 'Close the review…',
    closeTitle: 'Close this review?',
    closeText:
      'Say what you looked at and what follows from it. It stays with the run.',
    close: 'Close the review',
    note: 'What did you find?',
    unread: 'Its review could not be read; this page tries again.',
  },
  hold: {
    own: 'That is your own run. You can stop it to let this one go on.',
    place: 'Place {{place}} of {{length}} in the queue',
    queue: 'The queue',
    thisRun: 'This run',
    hiddenWaiter: 'A run that you may not see',
    waiter: '“{{runbook}}”, led by {{lead}}',
    stealDots: 'Take the target away…',
    steal: 'Take it away',
    stealTitle: 'Take {{target}} away from its holder?',
    stealDoes:
      '“{{runbook}}”, led by {{lead}}, is stopped where it stands and loses {{target}}.',
    stealUnknown:
      'If a step of it is at work, nobody knows afterwards whether it took effect, and both runs may meet in the middle.',
    stealFirst: 'Ask {{lead}} first, if there is time.',
    stealReason: 'Why can it not wait?',
    stopOther: 'Stop “{{runbook}}”…',
    stopTitle: 'Stop your run “{{runbook}}”?',
    stopConfirm: 'Stop that run',
    stopThen:
      'It lets go of the target then, and the next in the queue goes on.',
  },
} as const;

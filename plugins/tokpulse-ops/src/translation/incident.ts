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

/** What is wrong now, who sees to it, and what is at hand: quick actions, people, addresses. */
export const incidentMessages = {
  incident: {
    title: 'Open incident',
    clock: '{{clock}} of {{limit}} to respond',
    over: '{{clock}} of {{limit}} to respond: {{late}} late',
    clockHint:
      'From the opening of the incident until somebody says that they see to it',
    opened: 'opened {{ago}}',
    seenBy: 'Acknowledged by {{who}} {{ago}}, {{after}} after it was opened',
    note: 'Note: {{note}}',
    acknowledge: 'Acknowledge',
    acknowledgeLabel: 'Acknowledge the incident of {{service}}',
    dialogTitle: 'Acknowledge the incident?',
    dialogText:
      'You say that you see to it. The response clock stops, and others see your name here. The incident stays open until the service is healthy again.',
    dialogNote: 'Note for the others (optional)',
    confirm: 'I see to it',
    sending: 'Sending…',
    failed: 'It could not be acknowledged',
    back: 'Back',
  },
  suggested: {
    title: 'Suggested now',
    because: 'Why: {{reason}}',
  },
  since: {
    for: 'for {{duration}}',
    now: 'since a moment ago',
  },
  reading: {
    every: 'read every {{interval}}',
    failed: 'The last reading failed',
  },
  sections: {
    nav: 'Sections of {{service}}',
    now: 'Now',
    health: 'Health',
    performance: 'Performance',
    metrics: 'Metrics',
    subscriptions: 'Subscriptions',
    runbooks: 'Runbooks',
    activity: 'Activity',
    about: 'Contacts',
    loading: 'the section {{section}}',
  },
  quick: {
    title: 'Quick actions',
    changes: 'changes something',
    hint: 'Shows what it would do first',
    planLabel: 'Plan {{title}}',
    planChangingLabel: 'Plan {{title}} (changes something)',
  },
  about: {
    what: 'whom to call about {{service}}',
    contacts: 'Contacts',
    escalation: 'Escalation',
    after: 'after {{duration}} without an answer',
    through: 'through {{contact}}',
    links: 'Addresses',
    statusPage: 'Status page',
    flags: 'Feature flags',
    flagsKnown: 'read {{ago}}',
    flagsUnknown: 'Unknown: {{message}}',
    flagsUnknownHint: 'Unknown does not mean that they are off.',
    flagsNone: 'No flag is set.',
    flag: 'Flag',
    flagValue: 'Value',
    nothing: 'Nobody to call is configured for {{service}}',
    nothingStep:
      'Add contacts, escalation, links and statusPage under tokpulseOps.services.{{service}} in the configuration.',
    missing: 'What could be added',
    missingKey: '{{what}}: {{key}}',
    copyPhone: 'the number of {{name}}',
    copyMail: 'the address of {{name}}',
  },
  cards: {
    health: 'Health',
    performance: 'Performance',
    subscriptions: 'Subscriptions',
    runbooks: 'Runbooks',
    openHealth: 'Open operations',
    openPerformance: 'Open performance',
    openSubscriptions: 'Open subscriptions',
    openRunbooks: 'Open runbooks',
    noneSuggested: 'No runbook is suggested now.',
    available_one: '{{count}} runbook is ready.',
    available_other: '{{count}} runbooks are ready.',
    noAnomaly: 'Nothing is wrong with them.',
    total_one: '{{count}} subscription',
    total_other: '{{count}} subscriptions',
  },
  allServices: {
    title: 'Services',
    find: 'Find a service',
    status: 'Which services',
    all: 'All',
    notWell: 'Not healthy',
    withRuns: 'With runs',
    count: '{{shown}} of {{total}}',
    none: 'No service is like that',
    noneStep: 'Choose another filter.',
    runs_one: '{{count}} run in progress',
    runs_other: '{{count}} runs in progress',
    read: 'read {{ago}}',
    stale: 'stale: read {{ago}}',
    neverRead: 'not read yet',
    seen: 'acknowledged by {{who}}',
    open: 'Open {{service}}',
  },
  servicePage: {
    what: 'this service',
    back: 'All services',
    entity: 'In the catalog: {{entity}}',
    noRunbook: 'There is no runbook “{{runbook}}” for {{service}}',
    noRunbookStep:
      'It may have been renamed or removed since the link was made. The runbooks that there are stand below.',
    dismiss: 'Dismiss',
  },
} as const;

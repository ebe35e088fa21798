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

/** The entity tab, the overview card, the page with every service. */
export const operationsMessages = {
  status: {
    what: 'the status of {{service}}',
    title: 'Status',
  },
  capabilities: {
    title: 'Not set up yet',
  },
  active: {
    title: 'In progress',
    what: 'the runs in progress',
    step: 'at “{{step}}”',
    waitsForYou: 'waits for confirmation of “{{step}}”',
    waitsForTarget: 'waits for somebody to type the target of “{{step}}”',
    waitsForApproval: 'waits for an approval of “{{step}}” by {{who}}',
    waitsForAnybody: 'waits for an approval of “{{step}}”',
    waitsForUndo: 'waits until “{{step}}” and what was before it is taken back',
    waitsForInput: 'waits for an answer at “{{step}}”',
    waitsForLock: 'waits for {{target}}, held by “{{runbook}}” ({{lead}})',
    waitsForTimer: 'waits until {{until}}: {{reason}}',
    needsDecision: 'a step failed and nobody has decided yet how to go on',
  },
  runbooks: {
    title: 'Runbooks',
    what: 'the runbooks of {{service}}',
    others: 'All runbooks',
    above: 'Those that are suggested now stand at the top of this page.',
    respondWithin: 'respond within {{duration}}',
    steps_one: '{{count}} step',
    steps_other: '{{count}} steps',
    because: 'Suggested: {{reason}}',
    plan: 'Plan…',
    planLabel: 'Plan {{title}}',
    read: 'Read',
    readLabel: 'Read {{title}}',
    problems_one: 'Cannot run: {{count}} problem',
    problems_other: 'Cannot run: {{count}} problems',
    empty: 'No runbook applies to {{service}} yet',
    emptyStep:
      'Write one in Markdown, name this service under “services” in its front matter, and put it into a directory listed in tokpulseOps.runbooks.',
    stepPlaceholder: 'Step: {{name}} ({{action}})',
    close: 'Close',
  },
  activity: {
    title: 'Activity',
    what: 'the runs of {{service}}',
    whatAll: 'the recent runs',
    empty: 'Nothing has been run here yet',
    emptyStep:
      'Plan a runbook: you will see what it would do before it does anything.',
    more: 'Load older runs',
    loadingMore: 'Loading…',
    ledBy: 'led by {{lead}}',
    took: 'took {{duration}}',
    soFar: 'for {{duration}} so far',
    reason: 'Why: {{reason}}',
    undo: 'Undo',
    undoHint: 'Takes back what another run did',
    glass: 'Glass broken',
    glassHint: 'It went on without the approvals or confirmations it needed',
    all: 'All runs',
  },
  card: {
    title: 'Operations',
  },
  services: {
    what: 'the services',
    empty: 'No service is configured, or you may see none',
    emptyStep:
      'List one under tokpulseOps.services in the configuration of the backend. One URL is a valid service. If there are some, ask an administrator for the viewer role.',
    noEntity:
      'No catalog entity is linked: list one under entities of this service.',
    tab: 'Services',
    tabs: 'Parts of this page',
    recent: 'Recent runs',
    noneActive: 'No run is in progress.',
  },
  entity: {
    what: 'the service of this entity',
    notConfigured: 'This entity has no service to operate yet',
  },
} as const;

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

/** What every page says: times, problems, copying. */
export const commonMessages = {
  time: {
    now: 'just now',
    exact: '{{local}} (UTC {{utc}})',
  },
  copy: {
    copied: 'Copied',
    failed: 'Could not copy: select the text and copy it by hand',
    what: 'Copy {{what}}',
  },
  code: {
    showAll_one: 'Show {{count}} more line',
    showAll_other: 'Show {{count}} more lines',
    showLess: 'Show less',
    input: 'Input',
    output: 'Output',
    details: 'Details',
    manual: 'By hand: the exact command',
  },
  problem: {
    loading: 'Loading {{what}}…',
    forbidden: 'You may not see {{what}}',
    forbiddenStep:
      'Ask an administrator of this portal for the permission {{permission}}; the viewer role has it.',
    missing: 'There is no such thing here: {{what}}',
    missingStep:
      'The address may be mistyped, or you may lack the permission to see it. Ask an administrator of this portal if it should be there.',
    error: 'Could not load {{what}}',
    errorStep: 'Try again. If it stays so, look at the log of the backend.',
    offlineStep:
      'The portal did not answer. Check your connection and whether the backend runs, then try again.',
    retry: 'Try again',
    correlation: 'Find it in the log by {{id}}',
    nextStep: 'What to do',
  },
  fresh: {
    read: 'Read {{ago}}',
    stale: 'Stale: read {{ago}}, and not since',
    refresh: 'Read again',
  },
  may: {
    checking: 'Your permissions are being checked.',
    control:
      'You may watch this run, not steer it: that needs the permission {{permission}}. Ask its lead or an administrator.',
    start:
      'You may not start runs here: that needs the permission {{permission}}. Ask an administrator for the operator role.',
    approve:
      'You may not approve here: that needs the permission {{permission}}. Ask an administrator for the approver role.',
    breakGlass:
      'You may not break the glass: that needs the permission {{permission}}, which administrators have.',
    steal:
      'You may not take a target away: that needs the permission {{permission}}, which administrators have. Ask its holder, or an administrator.',
    evidence:
      'You may not see the record of this run: that needs the permission {{permission}}. Ask an administrator for the approver role.',
    acknowledge:
      'You may not acknowledge incidents here: that needs the permission {{permission}}. Ask an administrator for the operator role.',
    subscriptions:
      'You may not see the subscriptions: that needs the permission {{permission}}. Ask an administrator.',
    lookUp:
      'You may not look customers, stores or subscriptions up: that needs the permission {{permission}}. Ask an administrator.',
    reveal:
      'You may not see the names and addresses of customers: that needs the permission {{permission}}. Ask an administrator.',
    readOnly: 'The plugin is read-only now: {{message}}',
  },
  person: {
    you: 'you',
    system: 'the portal',
  },
  banner: {
    readOnly: 'Read-only: nothing can be started or changed',
    unavailable: 'The engine is not available',
    notice: 'Notice',
  },
} as const;

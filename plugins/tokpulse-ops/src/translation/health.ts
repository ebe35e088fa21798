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

/** The health of a service: live signs, availability, hosts, checks, response times. */
export const healthMessages = {
  live: {
    live: 'Live',
    liveHint: 'The page is told of every new reading as it comes in',
    connecting: 'Connecting',
    connectingHint: 'The page asks to be told of new readings',
    polling: 'Polling',
    pollingHint:
      'The stream of new readings is not there; the page asks every {{interval}}',
    stale: 'Stale: last reading {{ago}}',
    staleNever: 'No reading yet',
    staleHint:
      'At least three collections are missing; what is shown may not be true any more',
    unread: 'Stale: the portal does not answer',
    refresh: 'Ask the service now',
    refreshLabel: 'Ask {{service}} now',
    refreshing: 'Asking…',
    refreshFailed: 'The service could not be asked again',
    budget: '{{used}} of {{limit}} requests used in {{window}}',
  },
  windows: {
    label: 'How far back',
    day: '24 h',
    week: '7 d',
    month: '30 d',
    quarter: '90 d',
    lastDay: 'last 24 hours',
    lastWeek: 'last 7 days',
    lastMonth: 'last 30 days',
    lastQuarter: 'last 90 days',
  },
  availability: {
    title: 'Availability',
    what: 'the health of {{service}}',
    empty: 'Nothing has been read yet',
    emptyStep:
      'The first collection is due within a minute. If nothing comes, look at the hosts under tokpulseOps.services.{{service}}.hosts.',
    strip: 'Availability of the last {{days}} days',
    stripHint: 'Arrow keys go from day to day',
    today: 'today',
    daysAgo: '{{days}} days ago',
    dayAvailable: '{{percent}} available',
    dayUnread: 'No readings',
    dayDown: '{{duration}} down',
    dayDegraded: '{{duration}} degraded',
    dayUnknown: '{{duration}} not known',
    dayNoDowntime: 'no downtime',
    incidents_one: '{{count}} incident',
    incidents_other: '{{count}} incidents',
    legendFull: 'No downtime',
    legendSome: 'Some downtime; the dark part is how much',
    legendDegraded: 'Degraded',
    legendUnread: 'No readings',
    legendIncident: 'Incident',
    legend: 'What the strip means',
    asTable: 'Days as a table',
    date: 'Day (UTC)',
    available: 'Available',
    down: 'Down',
    degraded: 'Degraded',
    unknown: 'Not known',
    incidentsColumn: 'Incidents',
    uptime: 'Uptime',
    notKnown: 'not known',
    downtime: '{{duration}} down',
    noDowntime: 'no downtime',
    observed: 'read {{percent}} of the time',
    slo: 'Error budget',
    sloLeft: '{{left}} of {{budget}} left',
    sloSpent: 'Spent: {{over}} more than the {{budget}} it allows',
    sloObjective: 'Objective {{objective}} over {{window}}',
    sloDefault:
      'This is the default. Set tokpulseOps.services.{{service}}.slo to choose your own.',
    sloMeter: 'Error budget left',
  },
  hosts: {
    title: 'Hosts and checks',
    empty: 'No host is configured for this service',
    emptyStep:
      'Add one under tokpulseOps.services.{{service}}.hosts in the configuration. One URL is enough.',
    for: 'for {{duration}}',
    latency: 'Answered in',
    noAnswer: 'No answer after',
    version: 'Version',
    uptime: 'Up for',
    httpStatus: 'HTTP status',
    rateLimit: 'Requests left',
    rateLimitLeft: '{{remaining}} of {{limit}}',
    rateLimitReset: '{{remaining}} of {{limit}}, anew in {{duration}}',
    answer: 'Answer',
    checks: 'Checks of {{host}}',
    previous: 'before: {{status}}',
    ignored: 'ignored',
    ignoredHint: 'Listed in ignoreChecks of this service: shown, not judged',
    reality: 'What it really measures: {{reality}}',
    degradedFrom: 'degraded from {{value}}',
    unhealthyFrom: 'unhealthy from {{value}}',
    reading: '{{check}} of {{host}}',
    took: 'took {{duration}}',
    details: 'Details',
  },
  responseTimes: {
    title: 'Response times',
    what: 'the response times of {{service}}',
    empty: 'No response times yet',
    emptyStep:
      'Every collection adds one reading per host; a line needs a few of them.',
    chart: 'Response times of the {{window}}',
    p50: 'Median',
    p95: '95th percentile',
  },
  chart: {
    gap: 'no reading',
    highest: 'Highest',
    limit: 'Budget: {{value}}',
    value: 'Latest',
    series: 'Line',
    only: 'Show only {{name}}',
    all: 'Show all lines',
    asTable: 'Readings as a table',
    time: 'Time',
    events: 'Events in this time',
    keyboard: 'Arrow keys read the chart point by point',
    newest: 'The newest {{shown}} of {{total}} are shown.',
    deployment: 'Deployment',
    restart: 'Restart',
    run: 'Run',
    incident: 'Incident',
  },
  changes: {
    title: 'What changed last',
    empty: 'Nothing has changed since the readings began.',
    list: 'Changes of health, newest first',
    service: 'The service',
    was: 'from {{from}} to {{to}}',
    first: 'first seen as {{to}}',
    more_one: 'Show {{count}} more',
    more_other: 'Show {{count}} more',
  },
  glance: {
    budget: 'Error budget: {{left}} of {{total}} left',
    budgetSpent: 'Error budget of {{window}} is spent',
    uptime: '{{percent}} in 30 days',
    uptimeNone: 'availability not known yet',
  },
} as const;

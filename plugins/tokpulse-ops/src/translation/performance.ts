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

/** Performance and metrics of a service. */
export const performanceMessages = {
  performance: {
    title: 'Performance',
    what: 'the performance of {{service}}',
    empty: 'No host of this service tells its performance',
    emptyStep:
      'Name the page under tokpulseOps.services.{{service}}.hosts.<host>.performance, e.g. /performance.',
    scoreOf: 'Score of {{host}}',
    outOf: 'of 100',
    noScore: 'No score',
    noScoreWhy:
      'Nothing was recorded for any of the {{budgets}} budgets, so there is nothing to score.',
    healthy: 'Within its budgets',
    warning: 'Warning',
    critical: 'Critical',
    noData: 'No data',
    behind:
      '{{samples}} readings behind it; {{withData}} of {{budgets}} budgets have data.',
    behindSince:
      '{{samples}} readings since {{since}} behind it; {{withData}} of {{budgets}} budgets have data.',
    computed: 'How it is computed',
    violationsCount_one: '{{count}} budget violated',
    violationsCount_other: '{{count}} budgets violated',
    budgets: 'Budgets of {{host}}',
    within: 'Within budget',
    withoutData_one: '{{count}} budget without any reading',
    withoutData_other: '{{count}} budgets without any reading',
    withoutDataHint: 'The service has budgets for these, but records nothing.',
    limit: '{{statistic}} at most {{threshold}}',
    reading: '{{name}}: {{statistic}}',
    samples_one: '{{count}} reading',
    samples_other: '{{count}} readings',
    over: '{{percent}} over',
    byPortal: 'judged by the portal',
    byPortalHint:
      'The service itself does not judge this budget; the portal computes it from the raw readings',
    severityError: 'Error',
    severityWarning: 'Warning',
    recommendations: 'The service recommends',
    endpoints: 'Slowest paths of {{host}}',
    path: 'Path',
    p50: 'Median',
    p95: '95th percentile',
    max: 'Slowest',
    answers: 'Answers',
    errors: 'Server errors',
    trends: 'Trends',
    trendsEmpty: 'No trend yet',
    trendsEmptyStep:
      'A trend needs readings of more than one collection; come back in a few minutes.',
    trend: '{{name}} of the {{window}}',
    comparisons: 'Before and after',
    comparison: '{{name}} of {{host}} before and after {{label}}',
    before: 'Before',
    after: 'After',
    better: 'Better',
    worse: 'Worse',
    same: 'About the same',
    notKnown: 'Too little to tell',
    noReading: 'no reading',
    notes: 'What to know about these figures',
    lastRead: 'read {{ago}}',
    problem: '{{host}} gives no figures',
  },
  metrics: {
    title: 'Metrics',
    what: 'the metrics of {{service}}',
    empty: 'No host of this service has a metrics page',
    emptyStep:
      'Name the page under tokpulseOps.services.{{service}}.hosts.<host>.metrics, e.g. /metrics.',
    search: 'Search by name or label',
    searchHint: 'Words of the name or of a label; label=value for one label',
    ready: 'Ready-made searches',
    found_one: '{{count}} sample',
    found_other: '{{count}} samples',
    foundOf: '{{shown}} of {{total}} samples; search to see the others',
    none: 'No sample fits “{{search}}”',
    noneStep:
      'The pages were read; they just have nothing of that name. Try a shorter word, or a ready-made search.',
    list: 'Samples',
    history: 'History of {{name}}',
    showHistory: 'Show the history of {{name}}',
    keep: 'Keep the history of {{name}}',
    hideHistory: 'Close',
    historyShort: 'History',
    keepShort: 'Keep…',
    keepWhat: 'the configuration',
    historyEmpty: 'No history yet',
    historyEmptyStep: 'It begins with the next collection.',
    keepText:
      'Only chosen metrics are kept. Add this to the configuration of the portal; the history begins with the next collection.',
    keepThis: 'The history of {{name}} is not kept yet',
    pages: 'The pages',
    page: '{{host}}: {{samples}} samples, read {{ago}}',
    pageNever: '{{host}}: not read yet',
    problem: '{{host}} gives no samples',
    invalid_one:
      '{{host}}: {{count}} line is not valid Prometheus text; it was read as well as possible',
    invalid_other:
      '{{host}}: {{count}} lines are not valid Prometheus text; they were read as well as possible',
    invalidLine: 'Line {{line}}: {{problem}}',
    invalidMore: 'and {{more}} more',
  },
  performanceGlance: {
    noData: 'No data to score',
    notOffered: 'No host tells its performance',
    worst: '{{name}}: {{reading}}, at most {{threshold}}',
  },
} as const;

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

import type {
  BudgetView,
  ScoreView,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { PerformanceSnapshot } from './PerformanceSnapshot';

/** TokPulse's own rule: every budget weighs the same. */
export function scoreOfViolations(violations: number, budgets: number): number {
  return budgets === 0
    ? 100
    : Math.max(0, Math.round(((budgets - violations) / budgets) * 100));
}

/**
 * The score of a host as the page shows it. The service gives 100 when nothing
 * was measured; here there is no score then. A violation counts whoever judged
 * it, so that the figure agrees with the list beside it.
 */
export function scoreOf(snapshot: PerformanceSnapshot): ScoreView {
  const { budgets, stated, samples, since } = snapshot;
  if (budgets.length === 0) {
    return statedScore(snapshot);
  }
  const withData = budgets.filter(({ reading }) => reading !== undefined);
  const violated = budgets.filter(budget => budget.violated);
  const common = {
    budgets: budgets.length,
    budgetsWithData: withData.length,
    violated: violated.length,
    samples,
    ...(since !== undefined && { since }),
  };
  if (withData.length === 0) {
    return {
      ...common,
      status: 'no-data',
      computed: nothingMeasured(stated?.score ?? 100, budgets.length),
    };
  }
  const value = scoreOfViolations(violated.length, budgets.length);
  return {
    ...common,
    value,
    status: statusOf(violated),
    computed: [
      `(${budgets.length} budgets − ${violated.length} violated) ÷ ${budgets.length} × 100 = ${value}`,
      `Budgets without readings count as kept, as the service does it: ${withData.length} of ${budgets.length} have any`,
      ...portalsShare(violated, stated?.score),
    ].join('. '),
  };
}

function statusOf(violated: readonly BudgetView[]): ScoreView['status'] {
  if (violated.length === 0) {
    return 'healthy';
  }
  return violated.some(({ severity }) => severity === 'error')
    ? 'critical'
    : 'warning';
}

function nothingMeasured(score: number, budgets: number): string {
  return `The service says ${score}, but nothing was measured: none of its ${budgets} budgets has a reading, and it counts a budget without readings as kept`;
}

function portalsShare(
  violated: readonly BudgetView[],
  stated: number | undefined,
): readonly string[] {
  const names = violated
    .filter(({ judgedBy }) => judgedBy === 'portal')
    .map(({ name }) => name);
  return names.length === 0 || stated === undefined
    ? []
    : [
        `The service itself says ${stated}: it never records anything under ${names.join(
          ', ',
        )}, which the portal judges from the same measurements`,
      ];
}

/** Only the host's own summary could be read, or nothing at all. */
function statedScore({ stated, problem }: PerformanceSnapshot): ScoreView {
  const none = { budgets: 0, budgetsWithData: 0, samples: 0 };
  if (stated === undefined) {
    return {
      ...none,
      violated: 0,
      status: 'no-data',
      computed: problem ?? 'The service states no budgets',
    };
  }
  if (!stated.measured) {
    return {
      ...none,
      violated: 0,
      status: 'no-data',
      computed: `The service says ${stated.score}; whether anything was measured is not known, because its report could not be read`,
    };
  }
  return {
    ...none,
    value: stated.score,
    status: stated.violations === 0 ? 'healthy' : 'warning',
    violated: stated.violations,
    computed: `As the service states it; its report could not be read, so that the readings behind it are not known`,
  };
}

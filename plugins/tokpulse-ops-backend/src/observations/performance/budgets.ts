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

import type { BudgetView } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { groupBy } from '../groupBy';
import { summarise } from './nearestRank';
import type { PerformanceReport, StatedBudget } from './PerformanceReport';

/** With fewer values the 95th percentile is just the slowest of them. */
export const ENOUGH_FOR_P95 = 20;

/** Budgets against what was measured, and what could not be compared. */
export interface JudgedBudgets {
  /** Violated ones first, the gravest first; then those with data. */
  readonly budgets: readonly BudgetView[];
  readonly notes: readonly string[];
}

/**
 * TokPulse compares a budget with the measurements of exactly its name, by
 * median, or by the 95th percentile when "p95" is in the name. Nothing is ever
 * recorded under a p95 name, so that those budgets cannot fail; the portal
 * judges them from the measurements of the name without "p95"
 * (`reference/tokpulse.md` §2.5).
 */
export function judgeBudgets(report: PerformanceReport): JudgedBudgets {
  const byName = groupBy(report.samples, ({ name }) => name);
  const stated = new Map(
    report.violations.map(({ budget, actual }) => [budget.name, actual]),
  );
  const notes: string[] = [];
  const judged = allBudgets(report).map(budget => {
    const own = byName.get(budget.name) ?? [];
    const baseName = budget.name.replace(/_?p95/i, '');
    const byPortal = own.length === 0 && baseName !== budget.name;
    const measured = byPortal ? byName.get(baseName) ?? [] : own;
    const statistic = /p95/i.test(budget.name) ? 'p95' : 'p50';
    const comparable = measured.filter(
      ({ unit }) => unit === budget.unit || unit === '' || budget.unit === '',
    );
    if (comparable.length < measured.length) {
      notes.push(
        `${budget.name} is measured in ${measured[0].unit} and its budget is in ${budget.unit}: they cannot be compared`,
      );
    }
    const summary = summarise(comparable.map(({ value }) => value));
    const tooFew =
      byPortal && summary !== undefined && summary.count < ENOUGH_FOR_P95;
    if (tooFew) {
      notes.push(
        `${budget.name} is not judged yet: there are ${summary.count} readings, and a 95th percentile needs ${ENOUGH_FOR_P95}`,
      );
    }
    const reading = tooFew
      ? undefined
      : summary?.[statistic] ?? stated.get(budget.name);
    return {
      ...budget,
      statistic,
      ...(reading !== undefined && { reading }),
      samples: summary?.count ?? 0,
      violated: reading !== undefined && reading > budget.threshold,
      judgedBy: byPortal ? 'portal' : 'service',
    } satisfies BudgetView;
  });
  return { budgets: judged.sort(gravestFirst), notes };
}

/** Those that are listed, and those that only a violation names. */
function allBudgets(report: PerformanceReport): readonly StatedBudget[] {
  const budgets = new Map<string, StatedBudget>();
  for (const budget of [
    ...report.budgets,
    ...report.violations.map(violation => violation.budget),
  ]) {
    if (!budgets.has(budget.name)) {
      budgets.set(budget.name, budget);
    }
  }
  return [...budgets.values()];
}

function gravestFirst(a: BudgetView, b: BudgetView): number {
  return rank(b) - rank(a) || excess(b) - excess(a);
}

function rank({ violated, severity, reading }: BudgetView): number {
  if (violated) {
    return severity === 'error' ? 3 : 2;
  }
  return reading === undefined ? 0 : 1;
}

/** How far the reading is above the threshold, as a share of it. */
function excess({ reading, threshold }: BudgetView): number {
  return reading === undefined || threshold === 0 ? 0 : reading / threshold;
}

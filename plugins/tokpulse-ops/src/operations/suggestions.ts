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
  RunbookSummary,
  Suggestion,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';

/**
 * The runbooks that fit now, best first: in the order in which the backend
 * suggests them, with its reasons. What it suggests and the reader may not see
 * is left out.
 */
export function suggestedRunbooks(
  runbooks: readonly RunbookSummary[],
  suggestions: readonly Suggestion[],
): readonly RunbookSummary[] {
  const named = suggestions.flatMap(({ runbook: id, because }) => {
    const runbook = runbooks.find(candidate => candidate.id === id);
    return runbook === undefined
      ? []
      : [{ ...runbook, suggested: true, suggestedBecause: because }];
  });
  const ids = new Set(named.map(({ id }) => id));
  return [
    ...named,
    // The list of runbooks may be newer than the view of the health.
    ...runbooks.filter(({ id, suggested }) => suggested && !ids.has(id)),
  ];
}

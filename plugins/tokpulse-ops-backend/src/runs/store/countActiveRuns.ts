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

import type { Queryable } from '../Database';
import type { RunVisibility } from '../types';
import type { BuiltStatement } from './KeysetQuery';
import { Parameters, shapeOf } from './Parameters';
import { visibilitySql } from './visibility';

/** Which runs are counted. */
export interface ActiveRunFilter {
  readonly services: readonly string[];
  /** Undefined: all may be seen. */
  readonly visible: RunVisibility | undefined;
}

/** Runs that are not over, by service; a service that has none is not in it. */
export async function countActiveRuns(
  db: Queryable,
  options: ActiveRunFilter,
): Promise<ReadonlyMap<string, number>> {
  const { text, values } = countActiveRunsSql(options);
  const rows = await db.query<{ service: string; count: number }>(
    { name: `count_active_runs_${shapeOf(text)}`, text },
    values,
  );
  return new Map(rows.map(({ service, count }) => [service, count]));
}

/** Its text and values; an index carries the services and states. */
export function countActiveRunsSql(options: ActiveRunFilter): BuiltStatement {
  const parameters = new Parameters();
  const services = parameters.add(options.services, 'text[]');
  const states = parameters.add(
    ['queued', 'running', 'waiting', 'needs-decision'],
    'text[]',
  );
  const visible =
    options.visible === undefined
      ? 'true'
      : visibilitySql(options.visible, parameters);
  return {
    text: `
      select r.service, count(*)::int as count from runs r
      where r.service = any (${services}) and r.state = any (${states})
        and (${visible})
      group by r.service`,
    values: parameters.values,
  };
}

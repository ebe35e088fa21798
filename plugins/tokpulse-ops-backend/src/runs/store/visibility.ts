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

import type { RunVisibility } from '../types';
import type { Parameters } from './Parameters';

/** The services that every run of the list belongs to, when that is certain. */
export function servicesOf(filter: {
  readonly service?: string;
  readonly visible?: RunVisibility;
}): readonly string[] | undefined {
  const allowed =
    filter.visible !== undefined && 'services' in filter.visible
      ? [...new Set(filter.visible.services)]
      : undefined;
  if (filter.service === undefined) {
    return allowed;
  }
  return allowed === undefined || allowed.includes(filter.service)
    ? [filter.service]
    : [];
}

/** A permission filter as a condition on the run `r`. */
export function visibilitySql(
  visible: RunVisibility,
  parameters: Parameters,
): string {
  if ('services' in visible) {
    return `r.service = any (${parameters.add(visible.services, 'text[]')})`;
  }
  if ('requestedBy' in visible) {
    return `r.requested_by = ${parameters.add(visible.requestedBy, 'text')}`;
  }
  if ('lead' in visible) {
    return `r.lead = ${parameters.add(visible.lead, 'text')}`;
  }
  if ('partOf' in visible) {
    const person = parameters.add(visible.partOf, 'text');
    return `(r.requested_by = ${person} or r.lead = ${person})`;
  }
  if ('not' in visible) {
    return `not (${visibilitySql(visible.not, parameters)})`;
  }
  const [parts, operator, empty] =
    'anyOf' in visible
      ? [visible.anyOf, ' or ', 'false']
      : [visible.allOf, ' and ', 'true'];
  const terms = parts.map(part => `(${visibilitySql(part, parameters)})`);
  return terms.length === 0 ? empty : `(${terms.join(operator)})`;
}

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

import { closest, type Finding } from '../problems';
import { isJsonSchema } from './inputValidator';
import type { LintContext } from './LintContext';

/** Services that there are not, and inputs that are no form. */
export function lintFrontMatter(context: LintContext): readonly Finding[] {
  return [...lintServices(context), ...lintInputsSchema(context)];
}

function lintServices(context: LintContext): readonly Finding[] {
  const { runbook, options } = context;
  if (runbook.services.length === 0) {
    return [
      {
        ...context.placeInFrontMatter(['services']),
        code: 'unknown-service',
        severity: 'warning',
        message: 'The runbook applies to no service, so no page offers it',
        fix: 'Add services: the names of configured services',
      },
    ];
  }
  const { services: known } = options;
  if (known === undefined) {
    return [];
  }
  return runbook.services.flatMap((service, index): Finding[] => {
    if (known.includes(service)) {
      return [];
    }
    const meant = closest(service, known);
    return [
      {
        ...context.placeInFrontMatter(['services', index]),
        code: 'unknown-service',
        message: `There is no service "${service}"`,
        fix:
          meant === undefined
            ? `Use one of ${known.join(', ') || 'tokpulseOps.services'}`
            : `Did you mean "${meant}"?`,
      },
    ];
  });
}

function lintInputsSchema(context: LintContext): readonly Finding[] {
  const { inputs } = context.runbook;
  if (
    inputs === undefined ||
    (inputs.type === 'object' && isJsonSchema(inputs))
  ) {
    return [];
  }
  return [
    {
      ...context.placeInFrontMatter(['inputs']),
      code: 'invalid-inputs-schema',
      message: 'inputs is not a JSON Schema of an object',
      fix: 'Write type: object and properties, each with a type and a title',
    },
  ];
}

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

import { Project } from './Project';
import { Service } from './Service';

/** Variables that Railway adds to every service by itself. */
export function providedVariables(
  project: Project,
  service: Service,
): Record<string, string> {
  return {
    RAILWAY_PROJECT_ID: project.id,
    RAILWAY_PROJECT_NAME: project.name,
    RAILWAY_ENVIRONMENT_ID: project.environment.id,
    RAILWAY_ENVIRONMENT_NAME: project.environment.name,
    RAILWAY_SERVICE_ID: service.id,
    RAILWAY_SERVICE_NAME: service.name,
    RAILWAY_PUBLIC_DOMAIN: new URL(service.url).host,
  };
}

/**
 * Replaces `${{NAME}}` by another variable of the service and
 * `${{shared.NAME}}` by one of the environment; an unknown one becomes empty.
 * A value that was put in is not looked at again.
 */
export function rendered(
  variables: Readonly<Record<string, string>>,
  shared: Readonly<Record<string, string>>,
): Record<string, string> {
  const lookUp = (reference: string) => {
    const [, scope, name] = reference.match(/^(shared\.)?(.+)$/) ?? [];
    const source = scope ? shared : variables;
    return name !== undefined && Object.hasOwn(source, name)
      ? source[name]
      : '';
  };
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      name,
      value.replace(/\$\{\{\s*([\w.]+)\s*\}\}/g, (_, reference: string) =>
        lookUp(reference),
      ),
    ]),
  );
}

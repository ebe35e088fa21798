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

import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { RunbookAction } from './actions/RunbookAction';
import type { HealthFormat } from './health/HealthFormat';

/** Adds runbook actions to the TokPulse Ops backend. */
export interface RunbookActionsExtensionPoint {
  /** Throws when an action with the same id was added before. */
  addActions(...actions: readonly RunbookAction[]): void;
}

/** Extension point for modules that bring runbook actions of their own. */
export const runbookActionsExtensionPoint =
  createExtensionPoint<RunbookActionsExtensionPoint>({
    id: 'tokpulse-ops.runbook-actions',
  });

/** Adds formats of health answers to the TokPulse Ops backend. */
export interface HealthFormatsExtensionPoint {
  /**
   * A module that takes an id which is there already does not start, and says
   * why; everything else works on without it.
   */
  addFormats(...formats: readonly HealthFormat[]): void;
}

/**
 * Extension point for modules that teach TokPulse Ops to read the health of
 * other applications. Built in are `status-code`, `tokpulse` and
 * `spring-actuator`.
 */
export const healthFormatsExtensionPoint =
  createExtensionPoint<HealthFormatsExtensionPoint>({
    id: 'tokpulse-ops.health-formats',
  });

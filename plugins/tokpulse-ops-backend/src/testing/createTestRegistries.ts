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

import type { JsonObject } from '@backstage/types';
import {
  ActionError,
  type RunbookAction,
  type ServiceAccess,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import type { ActionRegistry, ServiceRegistry } from '../runs/types';

/** The given actions, and no other. */
export function createTestActions(
  actions: readonly RunbookAction[],
): ActionRegistry {
  return {
    get: id => actions.find(action => action.id === id),
    list: () => actions,
    descriptors: () => [],
  };
}

/** One service, `demo`, that has nothing configured. */
export function createTestServices(
  options: {
    readonly projection?: JsonObject;
    readonly secrets?: readonly string[];
  } = {},
): ServiceRegistry {
  const demo: ServiceAccess = {
    id: 'demo',
    title: 'Demo',
    hosts: {},
    projection: options.projection ?? { id: 'demo' },
    settings(section) {
      throw new ActionError({
        code: 'not-configured',
        message: `Nothing is configured under '${section}'`,
      });
    },
    async request() {
      throw new ActionError({
        code: 'not-configured',
        message: 'No host is configured',
      });
    },
  };
  return {
    get: id => (id === demo.id ? demo : undefined),
    list: () => [demo],
    secrets: () => options.secrets ?? [],
  };
}

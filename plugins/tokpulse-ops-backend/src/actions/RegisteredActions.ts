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

import type { ActionDescriptor } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { RunbookAction } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import type { ActionRegistry } from '../runs/types';
import { describeAction } from './descriptors';

/** The actions that steps may name: the built-in ones and those of modules. */
export class RegisteredActions implements ActionRegistry {
  readonly #actions = new Map<string, RunbookAction>();

  constructor(actions: readonly RunbookAction[] = []) {
    this.add(...actions);
  }

  /** Throws when an action with the same id was added before. */
  add(...actions: readonly RunbookAction[]): void {
    for (const action of actions) {
      if (this.#actions.has(action.id)) {
        throw new Error(
          `A runbook action '${action.id}' is registered already; give the second one another id`,
        );
      }
      this.#actions.set(action.id, action);
    }
  }

  get(id: string): RunbookAction | undefined {
    return this.#actions.get(id);
  }

  /** Sorted by id. */
  list(): readonly RunbookAction[] {
    return [...this.#actions.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  descriptors(): readonly ActionDescriptor[] {
    return this.list().map(describeAction);
  }
}

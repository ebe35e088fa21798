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
import type { ActionDescriptor } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { RunbookAction } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { z } from 'zod';
import { builtInActions } from './builtInActions';

/** What the linter and the generated reference know of an action. */
export function describeAction(action: RunbookAction): ActionDescriptor {
  return {
    id: action.id,
    description: action.description,
    effect: action.effect,
    input: jsonSchema(action.input, 'input'),
    output: jsonSchema(action.output, 'output'),
    untemplated: action.untemplated,
    hasVerify: false,
    hasUndo: action.undo !== undefined,
  };
}

/** Of the actions that come with the backend. Reads no configuration and starts nothing. */
export function builtInActionDescriptors(): readonly ActionDescriptor[] {
  return builtInActions().map(describeAction);
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
  return JSON.parse(
    JSON.stringify(z.toJSONSchema(schema, { io, unrepresentable: 'any' })),
  );
}

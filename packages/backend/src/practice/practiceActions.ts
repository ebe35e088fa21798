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

import {
  ActionError,
  createRunbookAction,
  done,
  type RunbookAction,
  type ServiceAccess,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { z } from 'zod';

const settingsSchema = z.object({ url: z.string() });

const faultSchema = z.object({
  name: z.string(),
  title: z.string(),
  active: z.boolean(),
});

const nameInput = z.object({
  name: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .describe('Name of a fault: slow-database'),
});

/** Talks to the status page of the sandbox, at `tokpulseOps.services.<id>.sandbox.url`. */
async function ask(
  service: ServiceAccess,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  signal: AbortSignal,
): Promise<unknown> {
  const { url } = service.settings('sandbox', settingsSchema);
  const { status, body } = await service.request({
    url: `${url}${path}`,
    method,
    signal,
  });
  if (status === 404) {
    throw new ActionError({
      code: 'not-found',
      message: `The sandbox has no ${path}`,
      nextStep: 'Choose one of the faults on the status page of the sandbox',
    });
  }
  if (status !== 200) {
    throw new ActionError({
      code: 'refused',
      message: `The sandbox refused ${method} ${path} with ${status}`,
    });
  }
  return JSON.parse(body);
}

async function findFault(
  service: ServiceAccess,
  name: string,
  signal: AbortSignal,
) {
  const { faults } = z
    .object({ faults: z.array(faultSchema) })
    .parse(await ask(service, 'GET', '/faults', signal));
  const fault = faults.find(one => one.name === name);
  if (fault === undefined) {
    throw new ActionError({
      code: 'not-found',
      message: `The sandbox has no fault '${name}'`,
      nextStep: `Choose one of ${faults.map(one => one.name).join(', ')}`,
    });
  }
  return fault;
}

/** An action that changes whether a fault is there. */
function changeFault(options: {
  readonly id: string;
  readonly description: string;
  readonly method: 'POST' | 'DELETE';
  readonly effect: string;
}) {
  const { id, description, method, effect } = options;
  return createRunbookAction({
    id,
    description,
    effect: 'idempotent',
    input: nameInput,
    output: faultSchema,
    targets: ({ service }) => [`${service.id}/sandbox`],
    async plan({ input, service, signal }) {
      const { url } = service.settings('sandbox', settingsSchema);
      const { title, active } = await findFault(service, input.name, signal);
      return [
        { kind: 'request', method, url: `${url}/faults/${input.name}` },
        {
          kind: 'fact',
          label: title,
          value: active ? 'is there' : 'is not there',
        },
        { kind: 'fact', label: 'Afterwards', value: effect },
      ];
    },
    async execute({ input, service, log, signal }) {
      const fault = faultSchema.parse(
        await ask(service, method, `/faults/${input.name}`, signal),
      );
      log.info(`${fault.title}: ${fault.active ? 'is there' : 'is not there'}`);
      return done(fault);
    },
  });
}

/** Breaks the practice service. */
export const sandboxFault = changeFault({
  id: 'sandbox:fault',
  description: 'Brings a fault about in the sandbox',
  method: 'POST',
  effect: 'the sandbox has this fault',
});

/** Mends it. */
export const sandboxClearFault = changeFault({
  id: 'sandbox:clear-fault',
  description: 'Takes a fault of the sandbox away',
  method: 'DELETE',
  effect: 'the sandbox does not have this fault',
});

/** Looks whether a fault is there. */
export const sandboxFaultState = createRunbookAction({
  id: 'sandbox:fault-state',
  description: 'Looks whether a fault of the sandbox is there',
  effect: 'read',
  input: nameInput,
  output: faultSchema,
  plan({ input, service }) {
    const { url } = service.settings('sandbox', settingsSchema);
    return [
      { kind: 'request', method: 'GET', url: `${url}/faults` },
      { kind: 'fact', label: 'Fault', value: input.name },
    ];
  },
  async execute({ input, service, signal }) {
    return done(await findFault(service, input.name, signal));
  },
});

/** The actions of the practice runbook. */
export const practiceActions: readonly RunbookAction[] = [
  sandboxFault,
  sandboxClearFault,
  sandboxFaultState,
];

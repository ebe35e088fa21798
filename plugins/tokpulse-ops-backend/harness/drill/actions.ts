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

import type { Effect } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  ActionError,
  createRunbookAction,
  done,
  type ActionContext,
  type RunbookAction,
  type ServiceAccess,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { z } from 'zod';

/** Longer than a drill holds a request. */
const TIMEOUT_MS = 120_000;

const receiptSchema = z.object({ receipt: z.string() });
const account = z.string();

const probeLedger: NonNullable<RunbookAction['probe']> = async ({
  service,
  signal,
  idempotencyKey: key,
}) => {
  const { count } = z
    .object({ count: z.number() })
    .parse(await read(service, signal, 'count', { key }));
  return {
    outcome: count > 0 ? 'happened' : 'did-not-happen',
    message: `The ledger has ${count} entries`,
  };
};

/** The actions of the drill: each asks the provider that keeps the ledger. */
export function createDrillActions(): readonly RunbookAction[] {
  const look = createRunbookAction({
    id: 'drill:look',
    description: 'Looks at an account',
    effect: 'read',
    input: z.object({
      account,
      list: z.array(z.string()).default([]),
      value: z.string().optional(),
    }),
    output: z.object({ items: z.array(z.string()) }),
    plan: () => [],
    async execute(context) {
      await ask(context, 'read', { value: context.input.value });
      return done({ items: context.input.list });
    },
  });

  const seen = createRunbookAction({
    id: 'drill:seen',
    description: 'Tells whether something shows',
    effect: 'read',
    input: z.object({ account, receipt: z.string() }),
    output: z.object({ seen: z.boolean() }),
    plan: () => [],
    execute: async ({ input, service, signal }) =>
      done(
        z
          .object({ seen: z.boolean() })
          .parse(await read(service, signal, 'seen', input)),
      ),
  });

  const takeBack = createRunbookAction({
    id: 'drill:take-back',
    description: 'Takes something back',
    effect: 'once',
    input: z.object({ account, receipt: z.string() }),
    output: receiptSchema,
    plan: () => [],
    execute: async context =>
      done(await ask(context, 'once', { takesBack: context.input.receipt })),
    probe: probeLedger,
  });

  const changeInput = z.object({ account, value: z.string() });
  const send = createRunbookAction({
    id: 'drill:send',
    description: 'Does something that would happen again',
    effect: 'once',
    input: changeInput,
    output: receiptSchema,
    plan: () => [],
    execute: async context =>
      done(await ask(context, 'once', { value: context.input.value })),
    probe: probeLedger,
  });

  const set = createRunbookAction({
    id: 'drill:set',
    description: 'Sets something, which may be said twice',
    effect: 'idempotent',
    input: changeInput,
    output: receiptSchema,
    plan: () => [],
    execute: async context =>
      done(await ask(context, 'idempotent', { value: context.input.value })),
    undo: async context =>
      done(
        await ask(context, 'idempotent', { takesBack: context.output.receipt }),
      ),
  });

  return [look, seen, takeBack, send, set];
}

async function ask(
  context: ActionContext<{ readonly account: string }>,
  effect: Effect,
  more: { readonly value?: string; readonly takesBack?: string },
): Promise<z.infer<typeof receiptSchema>> {
  const { service, signal, step, idempotencyKey: key, input, log } = context;
  log.info(`Asking for ${step.id}`);
  const { status, body } = await service.request({
    url: `${service.hosts.ledger.url}/effects`,
    method: 'POST',
    body: JSON.stringify({
      ...{ key, effect, stepId: step.id, account: input.account },
      ...more,
    }),
    timeoutMs: TIMEOUT_MS,
    signal,
  });
  if (status !== 200) {
    throw new ActionError({
      code: 'refused',
      message: `The provider says no: ${body}`,
      nextStep: 'Unlock the account',
    });
  }
  return receiptSchema.parse(JSON.parse(body));
}

async function read(
  service: ServiceAccess,
  signal: AbortSignal,
  path: string,
  query: Readonly<Record<string, string>>,
): Promise<unknown> {
  const { body } = await service.request({
    url: `${service.hosts.ledger.url}/${path}?${new URLSearchParams(query)}`,
    signal,
  });
  return JSON.parse(body);
}

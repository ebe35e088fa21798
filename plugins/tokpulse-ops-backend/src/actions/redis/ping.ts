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
  type ServiceAccess,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { z } from 'zod';
import { withRedis } from './connection';

const settingsSchema = z.record(
  z.string(),
  z.object({ url: z.string().optional() }),
);

/** Asks Redis for a PONG. `redis-cli` exits 0 when the login fails; this does not. */
export const redisPing = createRunbookAction({
  id: 'redis:ping',
  description: 'Connects to a configured Redis, logs in and asks for a PONG',
  effect: 'read',
  input: z.object({
    connection: z
      .string()
      .optional()
      .describe('Name under redis in the service; default: the only one'),
  }),
  output: z.object({
    connection: z.string(),
    reply: z.string(),
    latencyMs: z.number().int(),
  }),
  needs: ({ input, service }) => {
    const { name, url } = connectionOf(service, input.connection);
    return [
      {
        kind: 'credential',
        id: `redis/${name}`,
        title: `The login of Redis (${name})`,
        check: async signal => {
          await withRedis({ url, name, signal }, redis => redis.ping());
        },
      },
    ];
  },
  plan({ input, service }) {
    const { name, url } = connectionOf(service, input.connection);
    return [
      { kind: 'command', text: `PING at ${new URL(url).host} (${name})` },
    ];
  },
  async execute({ input, service, log, signal }) {
    const { name, url } = connectionOf(service, input.connection);
    const startedAt = performance.now();
    const reply = await withRedis({ url, name, signal }, redis => redis.ping());
    const latencyMs = Math.round(performance.now() - startedAt);
    if (reply !== 'PONG') {
      throw new ActionError({
        code: 'invalid-response',
        message: `Redis (${name}) does not answer PONG`,
      });
    }
    log.info(`Redis (${name}) answers in ${latencyMs} ms`);
    return done({ connection: name, reply, latencyMs });
  },
});

function connectionOf(
  service: ServiceAccess,
  named: string | undefined,
): { readonly name: string; readonly url: string } {
  const connections = service.settings('redis', settingsSchema);
  const names = Object.keys(connections);
  const name = named ?? (names.length === 1 ? names[0] : undefined);
  if (name === undefined || !Object.hasOwn(connections, name)) {
    throw new ActionError({
      code: 'not-configured',
      message:
        name === undefined
          ? `The service ${service.id} has ${names.length} Redis connections; name one`
          : `The service ${service.id} has no Redis connection '${name}'`,
      nextStep: `Name one of: ${names.join(', ') || 'none is configured'}`,
    });
  }
  const { url } = connections[name];
  if (url === undefined) {
    throw new ActionError({
      code: 'not-configured',
      message: `tokpulseOps.services.${service.id}.redis.${name}.url is missing`,
      nextStep: 'Set it in app-config and restart the backend',
    });
  }
  return { name, url };
}

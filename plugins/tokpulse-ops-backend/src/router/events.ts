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

import type { LoggerService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import {
  apiRoutes,
  terminalRunStates,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Request } from 'express';
import type { GetApplication } from '../OpsApplication';
import { withProblem } from '../problems';
import { writeEventStream } from './eventStream';
import type { RouteRegistrar } from './RouteRegistrar';

/** Events of a run, as pages and as a stream, and its log. */
export function addEventRoutes(
  routes: RouteRegistrar,
  application: GetApplication,
  options: { readonly logger: LoggerService },
): void {
  const eventId = 'run';

  routes.add(
    apiRoutes.listEvents,
    { eventId, actionType: 'list-events' },
    ({ params, query, credentials }) =>
      application().reader.events({ runId: params.run, ...query }, credentials),
  );

  routes.add(
    apiRoutes.readLog,
    { eventId, actionType: 'read-log' },
    ({ params, query, credentials }) =>
      application().reader.log({ runId: params.run, ...query }, credentials),
  );

  routes.addRaw(
    apiRoutes.streamEvents,
    { eventId, actionType: 'stream-events' },
    async ({ params, query, credentials, signal, req, res }) => {
      const { reader, stopping } = application();
      const runId = params.run;
      const after = lastEventId(req) ?? query.after;
      // A refusal is an ordinary answer as long as nothing was sent.
      await reader.get(runId, credentials);
      await writeEventStream({
        res,
        after,
        gone: signal,
        stopping,
        expiresAt: credentials.expiresAt,
        logger: options.logger,
        events: ({ signal: ended }) =>
          reader.follow({ runId, after, signal: ended }, credentials),
        isOver: async lastSeq => {
          const run = await reader.get(runId, credentials);
          return (
            terminalRunStates.includes(run.state) && run.lastSeq <= lastSeq
          );
        },
      });
      return undefined;
    },
  );
}

function lastEventId(req: Request): number | undefined {
  const header = req.header('last-event-id');
  if (header === undefined || header === '') {
    return undefined;
  }
  if (!/^\d{1,15}$/.test(header)) {
    throw withProblem(
      new InputError('The header Last-Event-ID is not a sequence number'),
      {
        code: 'invalid-request',
        nextStep: 'Leave it out to begin at the start',
      },
    );
  }
  return Number(header);
}

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

import type { NotificationService } from '@backstage/plugin-notifications-node';
import {
  ActionError,
  createRunbookAction,
  done,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { z } from 'zod';

const ENTITY_REF =
  /^[a-zA-Z][a-zA-Z0-9]*:([a-zA-Z0-9-]+\/)?[a-zA-Z0-9][a-zA-Z0-9._-]*$/;

const inputSchema = z.object({
  recipients: z
    .array(z.string().regex(ENTITY_REF, 'Write an entity reference'))
    .max(50)
    .optional()
    .describe('Users and groups; default: who started the run'),
  title: z.string().min(1).max(200),
  message: z.string().max(2000).default(''),
  severity: z.enum(['critical', 'high', 'normal', 'low']).default('normal'),
});

/** Makes `notify:backstage`; without a notification service it says what is missing. */
export function createNotifyBackstage(options: {
  readonly notifications?: Pick<NotificationService, 'send'>;
}) {
  const { notifications } = options;
  return createRunbookAction({
    id: 'notify:backstage',
    description: 'Sends a Backstage notification with a link to the run',
    // The scope makes a second one replace the first.
    effect: 'idempotent',
    input: inputSchema,
    output: z.object({ recipients: z.array(z.string()) }),
    targets: () => [],
    plan: ({ input }) => [
      {
        kind: 'message',
        channel: 'Backstage notifications',
        recipients: input.recipients ?? ['who starts the run'],
        text: [input.title, input.message].filter(Boolean).join('\n'),
      },
    ],
    async execute({ input, run, service, idempotencyKey, log }) {
      if (!notifications) {
        throw new ActionError({
          code: 'not-configured',
          message: 'This portal has no notifications',
          nextStep:
            'Add @backstage/plugin-notifications-backend to the backend, or skip this step',
        });
      }
      const recipients = input.recipients ?? [run.requestedBy];
      try {
        await notifications.send({
          recipients: { type: 'entity', entityRef: [...recipients] },
          payload: {
            title: input.title,
            description: input.message,
            link: run.path,
            severity: input.severity,
            topic: `tokpulse-ops:${service.id}`,
            scope: idempotencyKey,
          },
        });
      } catch (error) {
        throw new ActionError({
          code: 'unreachable',
          message: 'The notification could not be sent',
          nextStep:
            'Check that the notifications backend runs, or tell the people in another way',
          cause: error,
        });
      }
      log.info(`Notified ${recipients.join(', ')}`);
      return done({ recipients: [...recipients] });
    },
  });
}

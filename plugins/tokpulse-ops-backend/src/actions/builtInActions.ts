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
import type { RunbookAction } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { flowChecklist } from './flow/checklist';
import { flowConfirm } from './flow/confirm';
import { flowWait } from './flow/wait';
import { flowWaitUntil } from './flow/waitUntil';
import { healthCheck } from './health/check';
import { httpRequest } from './http/request';
import { metricsQuery } from './metrics/query';
import { createNotifyBackstage } from './notify/backstage';
import { postgresQuery } from './postgres/query';
import { railwayLogs } from './railway/logs';
import { railwayRestart } from './railway/restart';
import { railwayStatus } from './railway/status';
import { redisPing } from './redis/ping';

/** What some of the built-in actions need from the portal. */
export interface BuiltInActionsOptions {
  readonly notifications?: Pick<NotificationService, 'send'>;
}

/** The actions that come with the backend. */
export function builtInActions(
  options: BuiltInActionsOptions = {},
): readonly RunbookAction[] {
  return [
    flowChecklist,
    flowConfirm,
    flowWait,
    flowWaitUntil,
    healthCheck,
    httpRequest,
    metricsQuery,
    createNotifyBackstage(options),
    postgresQuery,
    railwayLogs,
    railwayRestart,
    railwayStatus,
    redisPing,
  ];
}

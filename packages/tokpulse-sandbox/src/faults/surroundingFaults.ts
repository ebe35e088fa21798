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

import { Parts } from '../sandbox/World';
import { Fault, numberSetting } from './Fault';

const slowStatementSeconds = 1.3;

/** Every statement of the partner app takes more than a second. */
export function slowDatabase({ gateway }: Parts): Fault {
  return {
    name: 'slow-database',
    title: 'Slow database',
    description: `Before each statement of the app's role the database sleeps ${slowStatementSeconds} s ({"seconds": n} changes it), visible in pg_stat_activity and pg_stat_statements. The database check is degraded; /health stays 200.`,
    cure: 'End the fault; a restart does not help.',
    isActive: () => gateway.delaySeconds > 0,
    async induce(settings) {
      gateway.delaySeconds = numberSetting(
        settings,
        'seconds',
        slowStatementSeconds,
      );
    },
    async clear() {
      gateway.delaySeconds = 0;
    },
  };
}

/** Redis is gone. */
export function redisDown({ redis }: Parts): Fault {
  return {
    name: 'redis-down',
    title: 'Dead Redis',
    description:
      'The Redis server is killed; connections are refused. /health does not notice, since nothing in TokPulse asks Redis.',
    cure: 'End the fault: Redis starts again with its first contents.',
    isActive: () => redis.pid === undefined,
    induce: () => redis.kill(),
    clear: () => redis.start(),
  };
}

/** One check is broken for ever. */
export function always503({ vendors }: Parts): Fault {
  const roots = [vendors.shopify, vendors.stripe];
  const answer = (status: number) => {
    for (const root of roots) {
      root.status = status;
    }
  };
  return {
    name: 'always-503',
    title: 'Health is 503 for ever',
    description:
      'Both vendors answer 404 at their bare root, as the real ones may: external_deps is unhealthy and /health 503, although everything works. /ready stays 200.',
    cure: 'Nothing: ignore this check, and compare with the state before.',
    isActive: () => roots.every(({ status }) => status === 404),
    induce: async () => answer(404),
    clear: async () => answer(200),
  };
}

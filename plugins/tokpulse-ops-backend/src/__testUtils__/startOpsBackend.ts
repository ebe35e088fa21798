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

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  coreServices,
  createBackendModule,
  createServiceFactory,
  type BackendFeature,
  type HttpAuthService,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import permissionPlugin from '@backstage/plugin-permission-backend';
import permissionModule from '@tokpulse/backstage-plugin-permission-backend-module-tokpulse-ops';
import { TokPulseOpsClient } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  createRunbookAction,
  done,
  runbookActionsExtensionPoint,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import type { JsonObject } from '@backstage/types';
import { z } from 'zod';
import { tokpulseOpsPlugin } from '../plugin';
import { createTestDatabase } from '../testing';

/** Who is in which group of the test portal. */
const groups: Readonly<Record<string, readonly string[]>> = {
  'user:default/vera': ['group:default/viewers'],
  'user:default/olga': ['group:default/operators'],
  'user:default/otto': ['group:default/operators'],
  'user:default/arne': ['group:default/approvers'],
  'user:default/ada': ['group:default/administrators'],
  'user:default/stan': ['group:default/strangers'],
};

/** Somebody of the test portal. */
export type TestPerson = 'vera' | 'olga' | 'otto' | 'arne' | 'ada' | 'stan';

/** A backend of the test portal, with real permissions and a real PostgreSQL. */
export interface OpsBackend {
  /** Of the plugin's API. */
  readonly baseUrl: string;
  /** The typed client in the name of a person. */
  as(person: TestPerson): TokPulseOpsClient;
  /** A request with any token; without one, of nobody. */
  request(
    path: string,
    init?: RequestInit & { readonly token?: string },
  ): Promise<Response>;
  /** How often each changing test action was executed. */
  readonly effects: ReadonlyMap<string, number>;
  /** What the service's health endpoint answers from now on. */
  setHealth(status: number): void;
  /** How often the health endpoint was asked. */
  healthRequests(): number;
  writeRunbook(name: string, text: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts it; `config` and `features` come on top of what it has. */
export async function startOpsBackend(
  options: {
    readonly runbooks?: Readonly<Record<string, string>>;
    readonly entities?: readonly Entity[];
    readonly config?: JsonObject;
    readonly services?: JsonObject;
    readonly features?: readonly BackendFeature[];
    /** Default: a new PostgreSQL database. */
    readonly database?: BackendFeature;
  } = {},
): Promise<OpsBackend> {
  const database = options.database ? undefined : await createTestDatabase();
  const directory = await mkdtemp(join(tmpdir(), 'runbooks-'));
  const writeRunbook = (name: string, text: string) =>
    writeFile(join(directory, `${name}.md`), text);
  for (const [name, text] of Object.entries(options.runbooks ?? {})) {
    await writeRunbook(name, text);
  }
  const health = await startHealthEndpoint();
  const effects = new Map<string, number>();

  const backend = await startTestBackend({
    features: [
      tokpulseOpsPlugin,
      permissionPlugin,
      permissionModule,
      testActions(effects),
      actingHttpAuth,
      options.database ??
        mockServices.database.factory(database && { knex: database.knex }),
      mockServices.userInfo.mock({
        getUserInfo: async credentials => {
          const userEntityRef = userRefOf(credentials.principal);
          return {
            userEntityRef,
            ownershipEntityRefs: [
              userEntityRef,
              ...(groups[userEntityRef] ?? []),
            ],
          };
        },
      }).factory,
      catalogServiceMock.factory({ entities: [...(options.entities ?? [])] }),
      mockServices.rootConfig.factory({
        data: {
          permission: { enabled: true },
          ...options.config,
          tokpulseOps: {
            runbooks: [{ type: 'directory', path: directory }],
            roles: {
              viewer: ['group:default/viewers'],
              operator: ['group:default/operators'],
              approver: ['group:default/approvers'],
              administrator: ['group:default/administrators'],
            },
            services: {
              shop: {
                title: 'Shop',
                entities: ['component:default/shop'],
                allowedNetworks: ['127.0.0.0/8'],
                requestBudget: 2_000,
                hosts: { api: { url: health.url, health: '/health' } },
              },
              ...options.services,
            },
            ...ownSection(options.config),
          },
        },
      }),
      ...(options.features ?? []),
    ],
  });

  const baseUrl = `http://127.0.0.1:${backend.server.port()}/api/tokpulse-ops`;
  return {
    baseUrl,
    effects,
    writeRunbook,
    setHealth: health.setStatus,
    healthRequests: health.requests,
    as: person =>
      new TokPulseOpsClient({
        discoveryApi: { getBaseUrl: async () => baseUrl },
        fetchApi: {
          fetch: (input, init) =>
            fetch(input, {
              ...init,
              headers: {
                ...Object.fromEntries(new Headers(init?.headers)),
                authorization: mockCredentials.user.header(
                  `user:default/${person}`,
                ),
              },
            }),
        },
      }),
    request: (path, { token, ...init } = {}) =>
      fetch(`${baseUrl}${path}`, {
        ...init,
        headers: {
          ...Object.fromEntries(new Headers(init.headers)),
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        },
      }),
    stop: async () => {
      await backend.stop();
      await health.stop();
      await rm(directory, { recursive: true, force: true });
      await database?.drop();
    },
  };
}

function ownSection(config: JsonObject | undefined): JsonObject {
  const section = config?.tokpulseOps;
  return typeof section === 'object' &&
    section !== null &&
    !Array.isArray(section)
    ? section
    : {};
}

function userRefOf(principal: unknown): string {
  return typeof principal === 'object' &&
    principal !== null &&
    'userEntityRef' in principal
    ? String(principal.userEntityRef)
    : 'user:default/nobody';
}

async function startHealthEndpoint() {
  let status = 200;
  let requests = 0;
  const server = createServer((_req, res) => {
    requests += 1;
    res.writeHead(status, { 'content-type': 'text/plain' }).end('health');
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    setStatus: (next: number) => {
      status = next;
    },
    requests: () => requests,
    stop: () =>
      new Promise(resolve => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  };
}

/**
 * The mock forgets which plugin acts for a user, and the permission backend
 * answers conditionally to plugins only.
 */
const actingHttpAuth = createServiceFactory({
  service: coreServices.httpAuth,
  deps: { plugin: coreServices.pluginMetadata },
  factory({ plugin }): HttpAuthService {
    const pluginId = plugin.getId();
    const base = mockServices.httpAuth({ pluginId });
    if (pluginId !== 'permission') {
      return base;
    }
    const credentials: HttpAuthService['credentials'] = async (
      req,
      options,
    ) => {
      const found = await base.credentials(req, options);
      const { principal } = found;
      return typeof principal === 'object' &&
        principal !== null &&
        'type' in principal &&
        principal.type === 'user'
        ? {
            ...found,
            principal: {
              ...principal,
              actor: mockCredentials.service('plugin:tokpulse-ops').principal,
            },
          }
        : found;
    };
    return {
      credentials,
      issueUserCookie: (res, options) => base.issueUserCookie(res, options),
    };
  },
});

/** `test:say`, `test:change` and `test:fail`. */
function testActions(effects: Map<string, number>): BackendFeature {
  const say = createRunbookAction({
    id: 'test:say',
    description: 'Writes lines and answers with a word',
    effect: 'read',
    input: z.object({
      word: z.string().default('hello'),
      lines: z.number().int().default(1),
    }),
    output: z.object({ word: z.string() }),
    plan: ({ input }) => [{ kind: 'fact', label: 'word', value: input.word }],
    async execute({ input, log }) {
      for (let line = 1; line <= input.lines; line += 1) {
        log.info(`line ${line} ${input.word}`);
      }
      return done({ word: input.word });
    },
  });
  const change = createRunbookAction({
    id: 'test:change',
    description: 'Counts how often it was executed',
    effect: 'once',
    input: z.object({ counter: z.string().default('counter') }),
    output: z.object({ count: z.number() }),
    plan: ({ input }) => [{ kind: 'command', text: `count ${input.counter}` }],
    async execute({ input }) {
      const count = (effects.get(input.counter) ?? 0) + 1;
      effects.set(input.counter, count);
      return done({ count });
    },
  });
  const fail = createRunbookAction({
    id: 'test:fail',
    description: 'Fails',
    effect: 'read',
    input: z.object({}),
    output: z.object({}),
    plan: () => {
      throw new Error('password=hunter2-in-a-driver-error');
    },
    async execute() {
      throw new Error('password=hunter2-in-a-driver-error');
    },
  });
  return createBackendModule({
    pluginId: 'tokpulse-ops',
    moduleId: 'test-actions',
    register(env) {
      env.registerInit({
        deps: { actions: runbookActionsExtensionPoint },
        async init({ actions }) {
          actions.addActions(say, change, fail);
        },
      });
    },
  });
}

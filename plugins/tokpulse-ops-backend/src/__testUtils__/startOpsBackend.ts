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
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createBackendModule,
  type BackendFeature,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import permissionPlugin from '@backstage/plugin-permission-backend';
import type { PermissionPolicy } from '@backstage/plugin-permission-node';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import permissionModule from '@tokpulse/backstage-plugin-permission-backend-module-tokpulse-ops';
import { TokPulseOpsClient } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { JsonObject } from '@backstage/types';
import { tokpulseOpsPlugin } from '../plugin';
import { createTestDatabase } from '../testing';
import { actingHttpAuth } from './actingHttpAuth';
import { startHealthEndpoint } from './healthEndpoint';
import { testActions } from './testActions';

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
    /** Default: that of the permission module. */
    readonly policy?: PermissionPolicy;
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
      options.policy === undefined
        ? permissionModule
        : policyModule(options.policy),
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

function policyModule(policy: PermissionPolicy): BackendFeature {
  return createBackendModule({
    pluginId: 'permission',
    moduleId: 'test-policy',
    register(env) {
      env.registerInit({
        deps: { policies: policyExtensionPoint },
        async init({ policies }) {
          policies.setPolicy(policy);
        },
      });
    },
  });
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

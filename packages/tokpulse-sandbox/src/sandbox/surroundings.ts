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

import { join } from 'node:path';
import { DatabaseGateway } from '../database/DatabaseGateway';
import { TokPulseDatabase } from '../database/TokPulseDatabase';
import { EdgeProxy } from '../edge/EdgeProxy';
import { PostgresServer, startPostgres } from '../postgres/startPostgres';
import { redisBinary } from '../redis/redisBinary';
import { RedisServer } from '../redis/RedisServer';
import { StripeAccount } from '../stripe/StripeAccount';
import { StripeApi } from '../stripe/StripeApi';
import { VendorApi, VendorRoot } from '../vendors/VendorRoot';
import { Credentials } from './Credentials';
import { Listener, portOf } from './ports';
import { Stops } from './Stops';

export interface SurroundingsOptions {
  readonly dataDir: string;
  /** Whether the data is to be removed at the end. */
  readonly temporary: boolean;
  readonly portBase?: number;
  readonly portalDatabase: boolean;
  readonly credentials: Credentials;
  readonly stops: Stops;
}

/** What the processes of TokPulse find around them. */
export interface Surroundings {
  readonly database: TokPulseDatabase;
  readonly gateway: DatabaseGateway;
  readonly redis: RedisServer;
  readonly portalDatabase: PostgresServer | undefined;
  readonly edges: Readonly<Record<'api' | 'app' | 'dashboard', EdgeProxy>>;
  readonly vendors: Readonly<Record<'shopify' | 'stripe', VendorRoot>>;
  readonly stripe: StripeApi;
}

/** Starts the servers, at the same time, and what else has an address. */
export async function startSurroundings(
  options: SurroundingsOptions,
): Promise<Surroundings> {
  const { dataDir, credentials, stops } = options;
  const port = (listener: Listener) => portOf(listener, options.portBase);
  const started = <T extends { stop(): Promise<void> }>(part: T) =>
    stops.add(part);
  const withFiles = <
    T extends { stop(): Promise<void>; destroy(): Promise<void> },
  >(
    part: T,
  ) => (options.temporary ? stops.addTemporary(part) : stops.add(part));
  const binary = await redisBinary();

  // All come to an end before one that failed is told, so that none is left.
  const servers = await Promise.allSettled([
    TokPulseDatabase.start({
      dataDir: join(dataDir, 'postgres'),
      port: port('postgres'),
      roles: {
        owner: { name: 'tokpulse', password: credentials.for('owner') },
        app: { name: 'tokpulse_app', password: credentials.for('app') },
        readOnly: {
          name: 'tokpulse_readonly',
          password: credentials.for('read-only'),
        },
      },
    }).then(withFiles),
    RedisServer.start({
      binary,
      dataDir: join(dataDir, 'redis'),
      password: credentials.for('redis'),
      port: port('redis'),
    }).then(started),
    options.portalDatabase
      ? startPostgres({
          dataDir: join(dataDir, 'portal-postgres'),
          port: port('portalPostgres'),
          user: 'portal',
          settings: { max_connections: '200' },
        }).then(withFiles)
      : undefined,
  ]);
  const database = valueOf(servers[0]);
  const edge = (host: 'api' | 'app' | 'dashboard') =>
    EdgeProxy.start({ port: port(host) }).then(started);
  const vendor = (name: 'shopify' | 'stripe', api?: VendorApi) =>
    VendorRoot.start({ name, port: port(name), api }).then(started);
  const stripe = new StripeApi({
    key: `rk_test_${credentials.for('stripe key', 48)}`,
    account: new StripeAccount({
      databaseUrl: database.url('owner'),
      file: join(dataDir, 'stripe.json'),
    }),
  });
  return {
    database,
    redis: valueOf(servers[1]),
    portalDatabase: valueOf(servers[2]),
    gateway: await DatabaseGateway.start({
      databasePort: database.port,
      port: port('gateway'),
    }).then(started),
    edges: {
      api: await edge('api'),
      app: await edge('app'),
      dashboard: await edge('dashboard'),
    },
    vendors: {
      shopify: await vendor('shopify'),
      stripe: await vendor('stripe', stripe),
    },
    stripe,
  };
}

function valueOf<T>(result: PromiseSettledResult<T>): T {
  if (result.status === 'rejected') {
    throw result.reason;
  }
  return result.value;
}

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
import { Ledger } from '../ledger/Ledger';
import { PostgresServer, startPostgres } from '../postgres/startPostgres';
import { HostProcess } from '../processes/HostProcess';
import { Deployment } from '../railway/Deployment';
import { dashboardImage } from '../railway/images';
import { Project } from '../railway/Project';
import { RailwayApi, undisturbed } from '../railway/RailwayApi';
import { Service } from '../railway/Service';
import { redisBinary } from '../redis/redisBinary';
import { RedisServer } from '../redis/RedisServer';
import { VendorRoot } from '../vendors/VendorRoot';
import { Credentials } from './Credentials';
import { partnerAppFirstState } from './partnerApp';
import { Listener, portOf } from './ports';
import { uuidOf } from './uuid';

export interface WorldOptions {
  readonly dataDir: string;
  /** Whether the data is to be removed at the end. */
  readonly temporary: boolean;
  readonly portBase?: number;
  readonly portalDatabase: boolean;
  /** Requests that the partner app accepts in 15 minutes. */
  readonly rateLimitMax: number;
  /** Requests that Railway accepts in an hour. */
  readonly railwayRequestsPerHour: number;
}

export const partnerAppName = 'tokpulse-partner-app';
const containerMemory = 1024 ** 3;

/**
 * Flags with which the heap of a healthy partner app stays below 75 % of what
 * V8 has allocated, which is what its memory check compares: a young
 * generation of a fixed size, an old one that is collected early, and no
 * shrinking while idle.
 */
const heapFlags = [
  '--expose-gc',
  '--min-semi-space-size=16',
  '--max-semi-space-size=16',
  '--heap-growing-percent=20',
  '--no-memory-reducer',
  '--max-old-space-size=1024',
];

/** Everything that the sandbox runs. */
export class World {
  static async start(options: WorldOptions): Promise<World> {
    const stops: Array<() => Promise<void>> = [];
    try {
      return await start(options, stops);
    } catch (error) {
      await Promise.allSettled(stops.map(stop => stop()));
      throw error;
    }
  }

  readonly ledger: Ledger;
  readonly database: TokPulseDatabase;
  readonly gateway: DatabaseGateway;
  readonly redis: RedisServer;
  readonly vendors: {
    readonly shopify: VendorRoot;
    readonly stripe: VendorRoot;
  };
  readonly project: Project;
  readonly partnerApp: Service;
  readonly dashboard: Service;
  readonly railway: RailwayApi;
  readonly webApp: { readonly edge: EdgeProxy; readonly process: HostProcess };
  readonly portalDatabase: PostgresServer | undefined;
  readonly #stops: ReadonlyArray<() => Promise<void>>;

  constructor(
    parts: Omit<World, 'reset' | 'stop'>,
    stops: Array<() => Promise<void>>,
  ) {
    this.ledger = parts.ledger;
    this.database = parts.database;
    this.gateway = parts.gateway;
    this.redis = parts.redis;
    this.vendors = parts.vendors;
    this.project = parts.project;
    this.partnerApp = parts.partnerApp;
    this.dashboard = parts.dashboard;
    this.railway = parts.railway;
    this.webApp = parts.webApp;
    this.portalDatabase = parts.portalDatabase;
    this.#stops = stops;
  }

  /** Brings everything back to its first, healthy state. */
  async reset(): Promise<void> {
    Object.assign(this.railway.disturbances, undisturbed);
    this.railway.limit.clear();
    this.gateway.delaySeconds = 0;
    this.vendors.shopify.status = 200;
    this.vendors.stripe.status = 200;
    await Promise.all([
      this.database.restore(),
      this.redis.refill(),
      this.project.reset(),
    ]);
    this.ledger.clear();
  }

  async stop(): Promise<void> {
    await Promise.allSettled(this.#stops.map(stop => stop()));
  }
}

async function start(
  options: WorldOptions,
  stops: Array<() => Promise<void>>,
): Promise<World> {
  const { dataDir } = options;
  const port = (listener: Listener) => portOf(listener, options.portBase);
  const started = <T extends { stop(): Promise<void> }>(part: T): T => {
    stops.push(() => part.stop());
    return part;
  };
  const startedServer = <
    T extends { stop(): Promise<void>; destroy(): Promise<void> },
  >(
    server: T,
  ): T => {
    stops.push(() => (options.temporary ? server.destroy() : server.stop()));
    return server;
  };
  const credentials = await Credentials.open(dataDir);
  const binary = await redisBinary({ cacheDir: join(dataDir, 'programs') });

  // The parts that wait for other programs, at the same time.
  const slow = await Promise.allSettled([
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
    }).then(startedServer),
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
        }).then(startedServer)
      : undefined,
    EdgeProxy.start({ port: port('api') }).then(started),
    EdgeProxy.start({ port: port('app') }).then(started),
    EdgeProxy.start({ port: port('dashboard') }).then(started),
    VendorRoot.start({ name: 'Shopify', port: port('shopify') }).then(started),
    VendorRoot.start({ name: 'Stripe', port: port('stripe') }).then(started),
  ]);
  const [
    database,
    redis,
    portalDatabase,
    apiEdge,
    appEdge,
    dashboardEdge,
    shopify,
    stripe,
  ] = allFulfilled(slow);
  const gateway = started(
    await DatabaseGateway.start({
      databasePort: database.port,
      port: port('gateway'),
    }),
  );

  const ids = {
    project: uuidOf('project'),
    environment: uuidOf('environment production'),
  };
  const platformVariables = {
    TZ: 'UTC',
    PORT: '0',
    RAILWAY_PROJECT_ID: ids.project,
    RAILWAY_ENVIRONMENT_ID: ids.environment,
    RAILWAY_ENVIRONMENT_NAME: 'production',
  };
  const databaseUrl = database.url('app', gateway.port);

  const partnerApp = started(
    new Service({
      id: uuidOf(`service ${partnerAppName}`),
      instanceId: uuidOf(`instance ${partnerAppName}`),
      name: partnerAppName,
      repository: 'tokpulse/partner-app',
      entry: hostEntry('api'),
      nodeFlags: heapFlags,
      healthcheckPath: '/live',
      edge: apiEdge,
      platformVariables: {
        ...platformVariables,
        RAILWAY_SERVICE_NAME: partnerAppName,
        SANDBOX_RATE_LIMIT_MAX: String(options.rateLimitMax),
        SANDBOX_CONTAINER_MEMORY: String(containerMemory),
      },
      firstState: () =>
        partnerAppFirstState(credentials, {
          databaseUrl,
          redisUrl: redis.url,
          shopifyUrl: shopify.url,
          stripeUrl: stripe.url,
          appUrl: appEdge.url,
        }),
    }),
  );
  const dashboardVariables = {
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
  };
  const dashboard = started(
    new Service({
      id: uuidOf('service dashboard'),
      instanceId: uuidOf('instance dashboard'),
      name: 'tokpulse-dashboard',
      repository: 'tokpulse/dashboard-server',
      entry: hostEntry('dashboard'),
      nodeFlags: [],
      healthcheckPath: '/healthz',
      edge: dashboardEdge,
      platformVariables: {
        ...platformVariables,
        RAILWAY_SERVICE_NAME: 'tokpulse-dashboard',
      },
      firstState: () => ({
        variables: dashboardVariables,
        latestImage: dashboardImage,
        deployments: [
          new Deployment({
            id: uuidOf('deployment dashboard'),
            image: dashboardImage,
            variables: dashboardVariables,
            reason: 'deploy',
            status: 'SUCCESS',
            createdAt: new Date(Date.now() - 9 * 24 * 60 * 60 * 1000),
          }),
        ],
      }),
    }),
  );
  const webApp = started(
    new HostProcess({
      entry: hostEntry('app'),
      env: { NODE_ENV: 'production', TZ: 'UTC' },
      onLine: () => undefined,
    }),
  );

  const project = new Project({
    id: ids.project,
    name: 'tokpulse',
    environment: { id: ids.environment, name: 'production' },
    services: [partnerApp, dashboard],
    accountToken: credentials.for('railway account', 48),
    projectToken: credentials.for('railway project', 48),
    createdAt: new Date('2025-03-04T09:12:00.000Z'),
  });
  const ledger = new Ledger();
  const railway = started(
    await RailwayApi.start({
      project,
      ledger,
      requestsPerHour: options.railwayRequestsPerHour,
      port: port('railway'),
    }),
  );
  const [webAppPort] = await Promise.all([webApp.listening, project.reset()]);
  appEdge.target = webAppPort;

  return new World(
    {
      ledger,
      database,
      gateway,
      redis,
      vendors: { shopify, stripe },
      project,
      partnerApp,
      dashboard,
      railway,
      webApp: { edge: appEdge, process: webApp },
      portalDatabase,
    },
    stops,
  );
}

function hostEntry(host: 'api' | 'app' | 'dashboard'): string {
  return join(__dirname, '..', 'hosts', host, 'main.ts');
}

type Fulfilled<T extends readonly PromiseSettledResult<unknown>[]> = {
  -readonly [K in keyof T]: T[K] extends PromiseSettledResult<infer V>
    ? V
    : never;
};

/** The values, or the first reason: but only when all have come to an end. */
function allFulfilled<T extends readonly PromiseSettledResult<unknown>[]>(
  results: T,
): Fulfilled<T> {
  return results.map(result => {
    if (result.status === 'rejected') {
      throw result.reason;
    }
    return result.value;
  }) as Fulfilled<T>;
}

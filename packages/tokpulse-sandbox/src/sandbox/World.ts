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

import { IdentityProvider } from '../identity/IdentityProvider';
import { Ledger } from '../ledger/Ledger';
import { packagePath } from '../packagePath';
import { HostProcess } from '../processes/HostProcess';
import { Project } from '../railway/Project';
import { RailwayApi, undisturbed } from '../railway/RailwayApi';
import { Service } from '../railway/Service';
import { Credentials } from './Credentials';
import { dashboardService } from './dashboard';
import { FlagsHost } from './FlagsHost';
import { partnerAppService } from './partnerApp';
import { portOf } from './ports';
import { Stops } from './Stops';
import { startSurroundings, Surroundings } from './surroundings';
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

/** What the world is made of. */
export interface Parts extends Surroundings {
  readonly ledger: Ledger;
  readonly project: Project;
  readonly partnerApp: Service;
  readonly dashboard: Service;
  readonly railway: RailwayApi;
  readonly webApp: HostProcess;
  /** The flags server. */
  readonly flags: FlagsHost;
  /** Where a portal's people sign in. */
  readonly identity: IdentityProvider;
  /** What a portal protects its own cookies with. */
  readonly portalSessionSecret: string;
}

/** Everything that the sandbox runs. */
export class World {
  static async start(options: WorldOptions): Promise<World> {
    const stops = new Stops();
    try {
      return new World(await startParts(options, stops), stops);
    } catch (error) {
      await stops.stopAll();
      throw error;
    }
  }

  readonly #stops: Stops;
  readonly parts: Parts;

  private constructor(parts: Parts, stops: Stops) {
    this.parts = parts;
    this.#stops = stops;
  }

  /** Brings everything back to its first, healthy state. */
  async reset(): Promise<void> {
    const { railway, gateway, vendors, stripe, database } = this.parts;
    const { redis, project, flags, ledger } = this.parts;
    Object.assign(railway.disturbances, undisturbed);
    railway.limit.clear();
    gateway.delaySeconds = 0;
    vendors.shopify.status = 200;
    vendors.stripe.status = 200;
    await Promise.all([database.restore(), redis.refill(), project.reset()]);
    await Promise.all([stripe.reset(), flags.reset()]);
    ledger.clear();
  }

  async stop(): Promise<void> {
    await this.#stops.stopAll();
  }
}

async function startParts(options: WorldOptions, stops: Stops): Promise<Parts> {
  const credentials = await Credentials.open(options.dataDir);
  const identity = stops.add(
    await IdentityProvider.start({
      client: {
        id: 'tokpulse-ops-portal',
        secret: credentials.for('portal client', 48),
      },
      port: portOf('identity', options.portBase),
    }),
  );
  const surroundings = await startSurroundings({
    ...options,
    credentials,
    stops,
  });
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
  const partnerApp = stops.add(
    partnerAppService({
      credentials,
      surroundings,
      platformVariables,
      rateLimitMax: options.rateLimitMax,
    }),
  );
  const dashboard = stops.add(
    dashboardService({ surroundings, platformVariables }),
  );
  const webApp = stops.add(
    new HostProcess({
      entry: packagePath('src', 'hosts', 'app', 'main.ts'),
      env: { NODE_ENV: 'production', TZ: 'UTC' },
      onLine: () => undefined,
    }),
  );
  const flags = stops.add(
    new FlagsHost({
      dataDir: options.dataDir,
      port: portOf('flags', options.portBase),
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
  const railway = stops.add(
    await RailwayApi.start({
      project,
      ledger,
      requestsPerHour: options.railwayRequestsPerHour,
      port: portOf('railway', options.portBase),
    }),
  );
  const [webAppPort] = await Promise.all([
    webApp.listening,
    flags.open(),
    project.reset(),
  ]);
  surroundings.edges.app.target = webAppPort;

  return {
    ...surroundings,
    ledger,
    project,
    partnerApp,
    dashboard,
    railway,
    webApp,
    flags,
    identity,
    portalSessionSecret: credentials.for('portal session', 64),
  };
}

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

import { packagePath } from '../packagePath';
import { Deployment } from '../railway/Deployment';
import { dashboardImage } from '../railway/images';
import { Service } from '../railway/Service';
import { Surroundings } from './surroundings';
import { uuidOf } from './uuid';

const name = 'tokpulse-dashboard';
const ageMs = 9 * 24 * 60 * 60 * 1000;

/** The dashboard server, which has been deployed once. */
export function dashboardService(options: {
  surroundings: Surroundings;
  platformVariables: Readonly<Record<string, string>>;
}): Service {
  const { database, gateway, edges } = options.surroundings;
  const variables = {
    NODE_ENV: 'production',
    DATABASE_URL: database.url('app', gateway.port),
  };
  return new Service({
    id: uuidOf(`service ${name}`),
    instanceId: uuidOf(`instance ${name}`),
    name,
    repository: 'tokpulse/dashboard-server',
    entry: packagePath('src', 'hosts', 'dashboard', 'main.ts'),
    nodeFlags: [],
    healthcheckPath: '/healthz',
    edge: edges.dashboard,
    remembersRequests: false,
    platformVariables: {
      ...options.platformVariables,
      RAILWAY_SERVICE_NAME: name,
    },
    firstState: () => ({
      variables,
      latestImage: dashboardImage,
      deployments: [
        new Deployment({
          id: uuidOf(`deployment ${name}`),
          image: dashboardImage,
          variables,
          reason: 'deploy',
          status: 'SUCCESS',
          createdAt: new Date(Date.now() - ageMs),
        }),
      ],
    }),
  });
}

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
import { Deployment, DeploymentStatus } from '../railway/Deployment';
import { Image, partnerAppImages } from '../railway/images';
import { Service, ServiceOptions } from '../railway/Service';
import { Credentials } from './Credentials';
import { Surroundings } from './surroundings';
import { uuidOf } from './uuid';

const hour = 60 * 60 * 1000;

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

/** The partner app, which the operations documents call the API. */
export function partnerAppService(options: {
  credentials: Credentials;
  surroundings: Surroundings;
  platformVariables: Readonly<Record<string, string>>;
  rateLimitMax: number;
}): Service {
  const { credentials, surroundings } = options;
  return new Service({
    id: uuidOf(`service ${partnerAppName}`),
    instanceId: uuidOf(`instance ${partnerAppName}`),
    name: partnerAppName,
    repository: 'tokpulse/partner-app',
    entry: packagePath('src', 'hosts', 'api', 'main.ts'),
    nodeFlags: heapFlags,
    healthcheckPath: '/live',
    edge: surroundings.edges.api,
    remembersRequests: true,
    platformVariables: {
      ...options.platformVariables,
      RAILWAY_SERVICE_NAME: partnerAppName,
      SANDBOX_RATE_LIMIT_MAX: String(options.rateLimitMax),
      SANDBOX_CONTAINER_MEMORY: String(containerMemory),
    },
    firstState: () => firstState(credentials, surroundings),
  });
}

/**
 * The partner app's variables and history: 2.2.0 runs since three days, the
 * two before it can be rolled back to, the oldest is no longer retained.
 */
function firstState(
  credentials: Credentials,
  surroundings: Surroundings,
): ReturnType<ServiceOptions['firstState']> {
  const current = variables(credentials, surroundings, 'current');
  // The signing secret was changed between 2.1.3 and 2.2.0: a rollback over
  // that point brings the old one back.
  const before = {
    ...variables(credentials, surroundings, 'before'),
    FEATURE_CREATIVE_GENERATION: 'false',
  };
  const deployment = (
    image: Image,
    status: DeploymentStatus,
    options: {
      hoursAgo: number;
      variables: Readonly<Record<string, string>>;
      retained?: boolean;
    },
  ) => {
    const createdAt = new Date(Date.now() - options.hoursAgo * hour);
    const created = new Deployment({
      id: uuidOf(`deployment ${image.version}`),
      image,
      status,
      reason: 'deploy',
      createdAt,
      variables: options.variables,
      retained: options.retained,
    });
    created.buildLogs.add(
      `Building ${image.commitSha.slice(0, 7)} ${image.commitMessage}`,
      { at: createdAt },
    );
    created.buildLogs.add(
      status === 'FAILED'
        ? "error TS2345: Argument of type 'Plan | undefined' is not assignable to parameter of type 'Plan'"
        : `Pushed image ${image.digest}`,
      {
        at: new Date(createdAt.getTime() + 48_000),
        severity: status === 'FAILED' ? 'error' : 'info',
      },
    );
    return created;
  };
  const images = partnerAppImages;
  return {
    variables: current,
    latestImage: images.current,
    deployments: [
      deployment(images.current, 'SUCCESS', {
        hoursAgo: 71,
        variables: current,
      }),
      deployment(images.previous, 'REMOVED', {
        hoursAgo: 240,
        variables: before,
      }),
      deployment(images.older, 'REMOVED', { hoursAgo: 406, variables: before }),
      deployment(images.failed, 'FAILED', { hoursAgo: 430, variables: before }),
      deployment(images.oldest, 'REMOVED', {
        hoursAgo: 1600,
        variables: before,
        retained: false,
      }),
    ],
  };
}

function variables(
  credentials: Credentials,
  surroundings: Surroundings,
  generation: 'current' | 'before',
): Record<string, string> {
  const { database, gateway, redis, vendors, edges } = surroundings;
  const secret = (name: string, length?: number) =>
    credentials.for(`${name} ${generation}`, length);
  const lasting = (name: string, length?: number) =>
    credentials.for(name, length);
  return {
    NODE_ENV: 'production',
    DATABASE_URL: database.url('app', gateway.port),
    REDIS_URL: redis.url,
    SHOPIFY_API_URL: vendors.shopify.url,
    STRIPE_API_URL: vendors.stripe.url,
    SHOPIFY_APP_URL: edges.app.url,
    SHOPIFY_API_KEY: lasting('SHOPIFY_API_KEY'),
    SHOPIFY_API_SECRET: `shpss_${lasting('SHOPIFY_API_SECRET')}`,
    SHOPIFY_WEBHOOK_SECRET: lasting('SHOPIFY_WEBHOOK_SECRET', 64),
    STRIPE_SECRET_KEY: `sk_test_${lasting('STRIPE_SECRET_KEY')}`,
    STRIPE_WEBHOOK_SECRET: `whsec_${lasting('STRIPE_WEBHOOK_SECRET')}`,
    JWT_SECRET: secret('JWT_SECRET', 64),
    SESSION_SECRET: secret('SESSION_SECRET', 64),
    ENCRYPTION_KEY: lasting('ENCRYPTION_KEY', 64),
    TOKPULSE_KMS_KEY: Buffer.from(lasting('TOKPULSE_KMS_KEY')).toString(
      'base64',
    ),
    FEATURE_RECOMMENDATIONS: 'true',
    FEATURE_EXPERIMENTS: 'true',
    FEATURE_ANALYTICS: 'true',
    FEATURE_WEBHOOKS: 'true',
    FEATURE_CREATIVE_GENERATION: 'true',
    RATE_LIMIT_MAX: '100',
  };
}

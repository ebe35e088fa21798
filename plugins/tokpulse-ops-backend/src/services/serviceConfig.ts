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

import type { Config } from '@backstage/config';
import { z } from 'zod';
import { aboutConfigShape } from '../about/aboutConfig';
import { alertsConfigSchema } from '../incidents/alerts/alertsConfig';
import {
  collectConfigSchema,
  metricsConfigSchema,
  sloConfigSchema,
} from './collectionConfig';
import { parseNetwork } from './network';

const SECTION = 'tokpulseOps.services';
const NAME = /^[a-z][a-z0-9_-]*$/i;

const httpUrl = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const problem =
    url === undefined || !['http:', 'https:'].includes(url.protocol)
      ? 'is not an http or https URL; write for example https://api.example.com'
      : (url.username !== '' && 'must not carry a user name or password') ||
        (url.search + url.hash !== '' && 'must not have a query or fragment');
  if (problem) {
    context.addIssue({ code: 'custom', message: problem });
    return z.NEVER;
  }
  return text.replace(/\/+$/, '');
});

const path = z.string().regex(/^\//, 'is a path: begin it with "/"');

const connectionUrl = (protocols: readonly string[], example: string) =>
  z
    .string()
    .refine(
      text =>
        URL.canParse(text) &&
        protocols.includes(new URL(text).protocol.replace(/:$/, '')),
      `is not a connection URL of this kind; write it as ${example}`,
    );
const postgresUrl = connectionUrl(
  ['postgres', 'postgresql'],
  'postgresql://user:password@host:5432/database',
);
const redisUrl = connectionUrl(
  ['redis', 'rediss'],
  'redis://user:password@host:6379/0',
);

const named = <T extends z.ZodType>(value: T) =>
  z.record(
    z.string().regex(NAME, 'is not a name: use letters, digits, "-" and "_"'),
    value,
  );

/** One host. `format` is checked against the registered formats. */
export const hostConfigSchema = z.strictObject({
  url: httpUrl,
  health: path.default('/'),
  format: z.string().default('status-code'),
  metrics: path.optional(),
  performance: path.optional(),
  ignoreChecks: z.array(z.string()).default([]),
  external: z.boolean().default(false),
  requestBudget: z.number().int().min(10).optional(),
});

const railwayConfigSchema = z.strictObject({
  url: httpUrl.default('https://backboard.railway.com/graphql/v2'),
  token: z.string().min(1).optional(),
  tokenType: z.enum(['project', 'account']).default('project'),
  projectId: z.string().min(1).optional(),
  environmentId: z.string().min(1).optional(),
  service: z.string().min(1).optional(),
});

const stripeConfigSchema = z.strictObject({
  url: httpUrl.default('https://api.stripe.com'),
  secretKey: z.string().min(1).optional(),
});

/**
 * One service. What is missing in a provider's section is no error here: the
 * portal starts, and the action that needs it says what to add. Sections that
 * are not known here belong to actions of others and are kept as they are.
 */
export const serviceConfigSchema = z.looseObject({
  title: z.string().min(1).optional(),
  entities: z.array(z.string()).default([]),
  allowedNetworks: z
    .array(
      z
        .string()
        .refine(
          cidr => parseNetwork(cidr) !== undefined,
          'is not a network in CIDR notation; write for example 10.0.0.0/8',
        ),
    )
    .default([]),
  hosts: named(hostConfigSchema).default({}),
  postgres: named(
    z.strictObject({
      connection: postgresUrl.optional(),
      readOnlyConnection: postgresUrl.optional(),
    }),
  ).optional(),
  redis: named(
    z.strictObject({
      url: redisUrl.optional(),
      sessionPrefix: z.string().min(1).optional(),
    }),
  ).optional(),
  railway: railwayConfigSchema.optional(),
  stripe: stripeConfigSchema.optional(),
  requestBudget: z.number().int().min(10).default(100),
  collect: collectConfigSchema.prefault({}),
  slo: sloConfigSchema.optional(),
  metrics: metricsConfigSchema.prefault({}),
  alerts: alertsConfigSchema.optional(),
  ...aboutConfigShape,
});

/** The validated configuration of one service. */
export type ServiceConfig = z.output<typeof serviceConfigSchema>;

/**
 * Reads `tokpulseOps.services`. Throws one error that names every wrong key
 * and says what to write instead; values are never part of it.
 */
export function readServiceConfigs(
  config: Config,
  options: { readonly formats: readonly string[] },
): ReadonlyMap<string, ServiceConfig> {
  const raw = config.getOptional(SECTION) ?? {};
  const services = new Map<string, ServiceConfig>();
  const problems: string[] = [];

  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    throw new Error(
      `Invalid configuration: ${SECTION} must be an object from service ids to services`,
    );
  }
  for (const [id, value] of Object.entries(raw)) {
    const key = `${SECTION}.${id}`;
    if (!NAME.test(id)) {
      problems.push(`${key} is not an id: use letters, digits, "-" and "_"`);
      continue;
    }
    const parsed = serviceConfigSchema.safeParse(value);
    if (!parsed.success) {
      problems.push(
        ...parsed.error.issues.map(issue => describeIssue(key, issue)),
      );
      continue;
    }
    for (const [name, host] of Object.entries(parsed.data.hosts)) {
      if (!options.formats.includes(host.format)) {
        problems.push(
          `${key}.hosts.${name}.format is '${
            host.format
          }', which no health format is called; use one of ${options.formats.join(
            ', ',
          )}`,
        );
      }
    }
    services.set(id, parsed.data);
  }
  if (problems.length > 0) {
    throw new Error(`Invalid configuration: ${problems.join('; ')}`);
  }
  return services;
}

/** `key problem`, without the offending value. */
function describeIssue(key: string, issue: z.core.$ZodIssue): string {
  const at = [key, ...issue.path.map(String)].join('.');
  switch (issue.code) {
    case 'unrecognized_keys':
      return `${at} has unknown keys ${issue.keys.join(
        ', ',
      )}; remove them or correct their names`;
    case 'invalid_type':
      return `${at} must be of type ${issue.expected}; set it or correct it (an unset environment variable leaves a key out)`;
    case 'invalid_value':
      return `${at} must be one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_key':
      return `${at} ${issue.issues[0]?.message ?? 'is not a valid name'}`;
    default:
      return `${at} ${issue.message}`;
  }
}

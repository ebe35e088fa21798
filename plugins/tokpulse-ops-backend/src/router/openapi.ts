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

import {
  apiErrorSchema,
  apiRoutes,
  type ApiRoute,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { JsonObject } from '@backstage/types';
import { z } from 'zod';

const errors: Readonly<Record<string, string>> = {
  400: 'The request is not valid',
  401: 'No valid token was sent',
  403: 'The caller may not do that',
  404: 'It does not exist, or the caller may not see it',
  409: 'The state is another one by now',
  415: 'The body is not JSON',
  503: 'The plugin has no database or no valid configuration',
};

/** The OpenAPI 3.1 description of the API, made of the schemas it is checked with. */
export function createOpenApi(options: {
  readonly version: string;
}): JsonObject {
  const paths: Record<string, JsonObject> = {};
  const routes: readonly (readonly [string, ApiRoute])[] =
    Object.entries(apiRoutes);
  for (const [operationId, route] of routes) {
    const path = route.path.replace(/:([a-z]+)/g, '{$1}');
    paths[path] = {
      ...paths[path],
      [route.method.toLowerCase()]: operation(operationId, route),
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'TokPulse Ops',
      version: options.version,
      description:
        'Plans, runs and follows runbooks. Every route needs a token of the portal.',
    },
    servers: [{ url: '/api/tokpulse-ops' }],
    security: [{ portalToken: [] }],
    paths,
    components: {
      securitySchemes: {
        portalToken: { type: 'http', scheme: 'bearer' },
      },
      schemas: { Error: jsonSchema(apiErrorSchema, 'output') },
    },
  };
}

function operation(operationId: string, route: ApiRoute): JsonObject {
  const statuses = Object.keys(errors).filter(
    status => route.method === 'POST' || !['409', '415'].includes(status),
  );
  const { answer, contentType = 'application/json' } = route;
  return {
    operationId,
    summary: route.summary,
    ...(route.permission !== undefined && {
      description: `Needs the permission \`${route.permission}\`.`,
    }),
    parameters: [...pathParameters(route), ...queryParameters(route)],
    ...(route.body !== undefined && {
      requestBody: {
        required: true,
        content: {
          'application/json': { schema: jsonSchema(route.body, 'input') },
        },
      },
    }),
    responses: {
      [String(route.status ?? 200)]: {
        description: 'Success',
        content: { [contentType]: { schema: jsonSchema(answer, 'output') } },
      },
      ...Object.fromEntries(
        statuses.map(status => [
          status,
          {
            description: errors[status],
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Error' },
              },
            },
          },
        ]),
      ),
    },
  };
}

function pathParameters(route: ApiRoute): JsonObject[] {
  return Array.from(route.path.matchAll(/:([a-z]+)/g), ([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(route: ApiRoute): JsonObject[] {
  return Object.entries(route.query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema: jsonSchema(z.object({ value: schema }), 'output', 'value'),
  }));
}

function jsonSchema(
  schema: z.ZodType,
  io: 'input' | 'output',
  property?: string,
): JsonObject {
  const { $schema, ...json } = z.toJSONSchema(schema, { io, reused: 'inline' });
  const plain: JsonObject = JSON.parse(JSON.stringify(json));
  if (property === undefined) {
    return plain;
  }
  const { properties } = plain;
  const found =
    typeof properties === 'object' &&
    properties !== null &&
    !Array.isArray(properties)
      ? properties[property]
      : undefined;
  return typeof found === 'object' && found !== null && !Array.isArray(found)
    ? found
    : {};
}

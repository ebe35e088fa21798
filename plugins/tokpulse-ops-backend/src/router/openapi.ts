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
  413: 'The file is too large',
  415: 'The body is not JSON',
  422: 'The idempotency key was used for another request',
  503: 'The plugin has no database or no valid configuration',
};

/**
 * A schema that refers to itself, such as that of any JSON value, comes with
 * definitions of its own; in the document they have to be components.
 */
class SchemaComponents {
  readonly #names = new Map<string, string>();
  readonly schemas: Record<string, JsonObject> = {};

  schemaOf(generated: unknown): JsonObject {
    const plain: JsonObject & { $defs?: Record<string, JsonObject> } =
      JSON.parse(JSON.stringify(generated));
    const { $schema, $defs = {}, ...schema } = plain;
    let text = JSON.stringify(schema);
    for (const [key, definition] of Object.entries($defs)) {
      const ref = `"#/$defs/${key}"`;
      const shape = JSON.stringify(definition).replaceAll(ref, '"#"');
      const name = this.#names.get(shape) ?? `Recursive${this.#names.size + 1}`;
      const component = `"#/components/schemas/${name}"`;
      this.#names.set(shape, name);
      this.schemas[name] = JSON.parse(
        JSON.stringify(definition).replaceAll(ref, component),
      );
      text = text.replaceAll(ref, component);
    }
    return JSON.parse(text);
  }
}

/** The OpenAPI 3.1 description of the API, made of the schemas it is checked with. */
export function createOpenApi(options: {
  readonly version: string;
}): JsonObject {
  const components = new SchemaComponents();
  const paths: Record<string, JsonObject> = {};
  const routes: readonly (readonly [string, ApiRoute])[] =
    Object.entries(apiRoutes);
  for (const [operationId, route] of routes) {
    const path = route.path.replace(/:([a-z]+)/g, '{$1}');
    paths[path] = {
      ...paths[path],
      [route.method.toLowerCase()]: operation(operationId, route, components),
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
      schemas: {
        Error: components.schemaOf(z.toJSONSchema(apiErrorSchema)),
        ...components.schemas,
      },
    },
  };
}

const anyBytes: JsonObject = { type: 'string', format: 'binary' };

/** Of routes that start or decide something. */
const idempotencyKey: JsonObject = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Names what is wanted once. Sent again within a day it answers what it answered the first time, with `Idempotency-Replayed: true`, and does nothing. A refusal is not kept.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

function operation(
  operationId: string,
  route: ApiRoute,
  components: SchemaComponents,
): JsonObject {
  const statuses = Object.keys(errors).filter(
    status => !notOf(route).includes(status),
  );
  return {
    operationId,
    summary: route.summary,
    ...(route.permission !== undefined && {
      description: `Needs the permission \`${route.permission}\`.`,
    }),
    parameters: [
      ...pathParameters(route),
      ...queryParameters(route, components),
      ...(route.idempotent === true ? [idempotencyKey] : []),
    ],
    ...(route.fileBody !== undefined && {
      requestBody: {
        required: true,
        description: `A file of any media type, at most ${route.fileBody} bytes.`,
        content: { '*/*': { schema: anyBytes } },
      },
    }),
    ...(route.body !== undefined && {
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: components.schemaOf(
              z.toJSONSchema(route.body, { io: 'input' }),
            ),
          },
        },
      },
    }),
    responses: {
      [String(route.status ?? 200)]: {
        description: 'Success',
        content: answerContent(route, components),
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

/** Statuses that a route never answers with. */
function notOf({ method, fileBody, idempotent }: ApiRoute): readonly string[] {
  if (method === 'GET') {
    return ['409', '413', '415', '422'];
  }
  return [
    fileBody === undefined ? '413' : '415',
    ...(idempotent === true ? [] : ['422']),
  ];
}

function answerContent(
  { answer, contentType }: ApiRoute,
  components: SchemaComponents,
): JsonObject {
  if (contentType === 'file') {
    return { '*/*': { schema: anyBytes } };
  }
  return {
    [contentType ?? 'application/json']: {
      schema: components.schemaOf(z.toJSONSchema(answer)),
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

function queryParameters(
  route: ApiRoute,
  components: SchemaComponents,
): JsonObject[] {
  return Object.entries(route.query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: !schema.safeParse(undefined).success,
    schema: components.schemaOf(z.toJSONSchema(schema)),
  }));
}

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

import { buildSchema, GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { definitions } from './definitions';

export const schema = buildSchema(definitions);

/** Gives a scalar the check that it has on input. */
function checkInput(name: string, check: (value: unknown) => unknown): void {
  const scalar = schema.getType(name);
  if (!(scalar instanceof GraphQLScalarType)) {
    throw new Error(`The schema has no scalar ${name}`);
  }
  const asLiteral = scalar.parseLiteral.bind(scalar);
  scalar.parseValue = check;
  scalar.parseLiteral = (node, variables) =>
    check(node.kind === Kind.STRING ? node.value : asLiteral(node, variables));
}

checkInput('DateTime', value => {
  const date = typeof value === 'string' ? new Date(value) : undefined;
  if (!date || Number.isNaN(date.getTime())) {
    throw new GraphQLError(
      `DateTime cannot represent ${JSON.stringify(value)}`,
    );
  }
  return date;
});

checkInput('EnvironmentVariables', value => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new GraphQLError('EnvironmentVariables must be an object');
  }
  for (const [name, each] of Object.entries(value)) {
    if (typeof each !== 'string') {
      throw new GraphQLError(`The variable ${name} must be a string`);
    }
  }
  return { ...value };
});

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

import type { JsonObject, JsonValue } from '@backstage/types';
import Ajv2020 from 'ajv/dist/2020';
import fc from 'fast-check';
import { frontMatterSchema, runbookJsonSchema, stepSchema } from './schema';

const ajv = new Ajv2020({ strict: true, allErrors: true });
ajv.addSchema(runbookJsonSchema, 'runbook');
const validatorOf = (name: string) => {
  const validate = ajv.getSchema(`runbook#/$defs/${name}`);
  if (validate === undefined) {
    throw new Error(`There is no schema "${name}"`);
  }
  return validate;
};

const frontMatter: JsonObject = {
  title: 'P0 – Service down',
  category: 'emergency-response',
  severity: 'P0',
  respondWithin: '5m',
  owner: 'group:default/tokpulse-ops',
  services: ['tokpulse'],
  suggestWhen: 'service.health.status == "unhealthy"',
  inputs: { type: 'object' },
};
const step: JsonObject = {
  id: 'restart',
  name: 'Restart the partner app',
  action: 'railway:restart',
  effect: 'once',
  if: 'true',
  each: 'inputs.hosts',
  input: { service: 'a' },
  expect: 'output.ok',
  verify: { action: 'health:check', until: 'true', within: '3m', every: '5s' },
  undo: { action: 'railway:rollback' },
  timeout: '30s',
  retry: { count: 1, backoff: '1s' },
  onFailure: 'stop',
  confirm: 'once',
  approval: { from: ['group:default/approvers'] },
  lock: ['tokpulse/railway'],
  manual: 'railway redeploy',
  reason: 'a',
  differs: 'b',
  ref: [1],
};

describe('the published JSON Schema', () => {
  it('is a JSON Schema that says what every key is for', () => {
    expect(ajv.validateSchema(runbookJsonSchema)).toBe(true);
    const definitions = Object(runbookJsonSchema.$defs);
    for (const name of ['frontMatter', 'step']) {
      for (const property of Object.values<JsonObject>(
        definitions[name].properties,
      )) {
        expect(property.description).toEqual(expect.any(String));
      }
    }
  });

  it('accepts every key of the format', () => {
    expect(validatorOf('frontMatter')(frontMatter)).toBe(true);
    expect(validatorOf('step')(step)).toBe(true);
    expect(Object.keys(step).sort()).toEqual(
      Object.keys(stepSchema.shape).sort(),
    );
    expect(Object.keys(frontMatter).sort()).toEqual(
      Object.keys(frontMatterSchema.shape).sort(),
    );
  });

  const values = fc.constantFrom<JsonValue>(
    ...[
      '',
      'x',
      'X',
      'a:b',
      'a-b',
      '3m',
      '0s',
      'P4',
      'once',
      'undo',
      'group:a/b',
    ],
    ...[null, true, 0, 1, 1.5, 11, -1],
  );
  const nested = fc.oneof(
    values,
    fc.array(values, { maxLength: 2 }),
    fc.dictionary(
      fc.constantFrom('from', 'count', 'backoff', 'action', 'x'),
      values,
    ),
  );

  it.each([
    ['frontMatter', frontMatterSchema, frontMatter],
    ['step', stepSchema, step],
  ])('agrees with the parser on %s', (name, schema, whole) => {
    const validate = validatorOf(name);
    const changed = fc
      .tuple(
        fc.constantFrom(...Object.keys(whole), 'unknown'),
        fc.oneof(
          { weight: 9, arbitrary: nested },
          { weight: 1, arbitrary: fc.constant(undefined) },
        ),
      )
      .map(([key, value]): JsonObject => {
        const { [key]: _removed, ...rest } = whole;
        return value === undefined ? rest : { ...rest, [key]: value };
      });
    let accepted = 0;
    fc.assert(
      fc.property(changed, value => {
        const { success } = schema.safeParse(value);
        accepted += success ? 1 : 0;
        expect(validate(value)).toBe(success);
      }),
      { numRuns: 2_000 },
    );
    expect(accepted).toBeGreaterThan(50);
  });
});

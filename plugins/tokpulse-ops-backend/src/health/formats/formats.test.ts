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

import type { ServiceHost } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { checkHealthFormat } from '@tokpulse/backstage-plugin-tokpulse-ops-node/testUtils';
import type { HealthFixture } from './__fixtures__/HealthFixture';
import { springActuatorFixtures } from './__fixtures__/springActuator';
import { statusCodeFixtures } from './__fixtures__/statusCode';
import { tokpulseFixtures, tokpulseReadings } from './__fixtures__/tokpulse';
import {
  builtInHealthFormats,
  RegisteredHealthFormats,
} from './RegisteredHealthFormats';
import { tokpulseFormat } from './tokpulse';

const fixtures: Readonly<Record<string, readonly HealthFixture[]>> = {
  'status-code': statusCodeFixtures,
  tokpulse: tokpulseFixtures,
  'spring-actuator': springActuatorFixtures,
};

const host = (ignoreChecks: readonly string[] = []): ServiceHost => ({
  ...{ name: 'api', url: 'https://api.example.com', health: '/health' },
  ...{ format: 'any', ignoreChecks },
});

const answerOf = ({ status, contentType, body }: HealthFixture) => ({
  ...{ status, body, latencyMs: 1 },
  headers: { 'content-type': contentType },
});

describe.each(builtInHealthFormats.map(format => [format.id, format] as const))(
  'the format %s',
  (id, format) => {
    it('has fixtures', () => {
      expect(fixtures[id].length).toBeGreaterThan(3);
    });

    it.each(fixtures[id].map(fixture => [fixture.name, fixture] as const))(
      'reads %s',
      (_, fixture) => {
        expect(
          format.read(answerOf(fixture), host(fixture.ignoreChecks)),
        ).toMatchObject(fixture.expected);
      },
    );

    it('keeps to the contract of formats', () => {
      expect(
        checkHealthFormat(format, { answers: fixtures[id].map(answerOf) }),
      ).toEqual([]);
    });
  },
);

describe('what the checks of TokPulse measure', () => {
  const { checks = [] } = tokpulseFormat.read(
    answerOf(tokpulseFixtures[0]),
    host(),
  );

  it('comes with its figure, unit and thresholds', () => {
    expect(
      Object.fromEntries(checks.map(({ name, reading }) => [name, reading])),
    ).toEqual(tokpulseReadings);
  });

  it('is told where the name misleads', () => {
    const named = checks.filter(({ reality }) => reality !== undefined);
    expect(named.map(({ name }) => name)).toEqual([
      ...['memory', 'cpu', 'disk', 'external_deps'],
    ]);
  });
});

describe('registered formats', () => {
  it('are added all or not at all', () => {
    const formats = new RegisteredHealthFormats();
    const acme = { ...tokpulseFormat, id: 'acme' };
    expect(() => formats.add(acme, tokpulseFormat)).toThrow(
      "A health format 'tokpulse' is registered already",
    );
    expect(formats.get('acme')).toBeUndefined();
    formats.add(acme);
    expect(formats.ids()).toEqual([
      ...['status-code', 'tokpulse', 'spring-actuator', 'acme'],
    ]);
  });
});

describe('the contract of formats', () => {
  it('catches a format that throws, invents or judges what is ignored', () => {
    const problems = checkHealthFormat(
      {
        id: 'Careless Format',
        read: ({ body }) => ({
          ...{ status: 'unhealthy', answer: 'answered', predicate: 'Is down.' },
          checks: JSON.parse(body).checks.map((name: string) => ({
            ...{ name, status: 'unhealthy', ignored: false },
          })),
        }),
      },
      { answers: [{ status: 200, headers: {}, body: '{"checks":["a","a"]}' }] },
    );
    for (const expected of [
      'is not of lower case words',
      'It throws for',
      'ends with a full stop',
      'two checks of one name',
      'judges checks that ignoreChecks names',
      'is judged by checks that ignoreChecks names',
    ]) {
      expect(problems.join('\n')).toContain(expected);
    }
  });
});

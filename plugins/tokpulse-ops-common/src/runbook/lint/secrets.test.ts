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

import { healthStep, runbookOf } from '../__testUtils__/runbooks';
import { parseRunbook } from '../parse';
import { lintRunbook } from './lint';

const secretsIn = (source: string) => {
  const { runbook, problems } = parseRunbook(source, { path: 'a.md' });
  if (runbook === undefined) {
    throw new Error(JSON.stringify(problems));
  }
  return lintRunbook(runbook, {}).filter(
    ({ code }) => code === 'literal-secret',
  );
};

// Put together here, so that this file holds nothing that looks like a secret.
const secret = (...parts: readonly string[]) => parts.join('');
const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJ';

describe('a secret of a known shape', () => {
  it.each([
    ['Stripe key', secret('sk_', 'live_', '51H8abcdEFGHijkl')],
    ['Stripe key', secret('rk_', 'test_', '51H8abcdEFGHijkl')],
    ['Stripe webhook secret', secret('whsec', '_', 'abcdefghijklmnop1234')],
    ['Shopify token', secret('shp', 'at_', '0123456789abcdef0123456789abcdef')],
    ['GitHub token', secret('gh', 'p_', letters)],
    ['GitHub token', secret('github', '_pat_', letters)],
    ['AWS access key', secret('AK', 'IA', 'ABCDEFGHIJKLMNOP')],
    ['Google API key', secret('AI', 'za', letters.slice(0, 35))],
    ['Slack token', secret('xo', 'xb-', '123456789012-abcdef')],
    [
      'Slack webhook',
      secret('https://hooks.slack.com', '/services/T', '000/B000/xyz'),
    ],
    ['npm token', secret('np', 'm_', letters)],
    ['private key', secret('-----BEGIN RSA ', 'PRIVATE KEY-----')],
    [
      'age key',
      secret('AGE-SECRET', '-KEY-1', 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L'),
    ],
    [
      'JSON Web Token',
      secret('ey', 'JhbGciOiJIUzI1', '.eyJzdWIiOiIxMjM0', '.SflKxwRJSMeKKF2Q'),
    ],
    ['bearer token', secret('Bearer ', 'abcdef0123456789abcdef')],
    [
      'password in a URL',
      secret('postgres://admin:', 'hunter2', '@db:5432/app'),
    ],
  ])('is found in prose and in steps: %s', (name, value) => {
    const inProse = secretsIn(
      `${runbookOf(healthStep)}\nUse ${value} for it.\n`,
    );
    expect(inProse).toMatchObject([{ line: 19, column: 5 }]);
    expect(inProse[0].message).toContain(name);
    const inStep = secretsIn(runbookOf(`${healthStep}manual: 'curl ${value}'`));
    expect(inStep).toMatchObject([{ line: 17, column: 15 }]);
  });

  it('is not repeated in the message', () => {
    const value = secret('sk_', 'live_', '51H8abcdEFGHijkl');
    const [problem] = secretsIn(`${runbookOf(healthStep)}\n${value}\n`);
    expect(JSON.stringify(problem)).not.toContain(value.slice(8));
  });

  it.each([
    'postgres://$PGUSER:$PGPASSWORD@db/app',
    'postgres://user:${PASSWORD}@db/app',
    'postgres://user:<password>@db/app',
    'Authorization: Bearer $TOKEN',
    'https://example.com:8080/a@b',
    'sk_live_…',
    'ghp_xxx',
    'mailto:someone@example.com',
  ])('is not a placeholder: %s', text => {
    expect(secretsIn(`${runbookOf(healthStep)}\n${text}\n`)).toEqual([]);
  });
});

describe('a value under the key of a secret', () => {
  const stepWith = (key: string, value: string) =>
    runbookOf(healthStep.replace('hosts: [api, app]', `${key}: '${value}'`));

  it.each([
    'password',
    'token',
    'apiKey',
    'api_key',
    'clientSecret',
    'DB_PASSWORD',
    'accessTokens',
  ])('is found when it looks random: %s', key => {
    expect(
      secretsIn(stepWith(key, secret('aB3', 'dE6gH9', 'jK2mN5'))),
    ).toMatchObject([{ line: 16, column: key.length + 5 }]);
  });

  it.each([
    ['token', '${{ service.railway.token }}'],
    ['token', '$RAILWAY_TOKEN'],
    ['password', 'the password of the operator'],
    ['secretName', 'aB3dE6gH9jK2mN5'],
    ['password', 'rotate-me'],
    ['token', 'aaaaaaaaaaaaaaaaaaa1'],
    ['hostname', 'aB3dE6gH9jK2mN5'],
  ])('is not found when it is none: %s %s', (key, value) => {
    expect(secretsIn(stepWith(key, value))).toEqual([]);
  });
});

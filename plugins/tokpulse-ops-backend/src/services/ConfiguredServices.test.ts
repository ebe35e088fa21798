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

import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { serviceScopeSchema } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { z } from 'zod';
import { ConfiguredServices } from './ConfiguredServices';

const configured = (services: JsonObject, key = 'key') =>
  ConfiguredServices.fromConfig(
    new ConfigReader({ tokpulseOps: { services } }),
    {
      fingerprintKey: key,
    },
  );

const whole = {
  title: 'TokPulse',
  entities: ['component:default/tokpulse-partner-app'],
  hosts: {
    api: {
      url: 'https://api.example.com/',
      health: '/health',
      format: 'tokpulse',
      metrics: '/metrics',
      ignoreChecks: ['external_deps'],
    },
  },
  postgres: {
    primary: {
      connection: 'postgresql://app:p%40ss-1@db:5432/tokpulse?schema=public',
      readOnlyConnection: 'postgresql://reader:read-2@db:5432/tokpulse',
    },
  },
  redis: {
    sessions: {
      url: 'redis://default:redis-3@cache:6379',
      sessionPrefix: 'sess:',
    },
  },
  railway: {
    token: 'railway-4',
    projectId: 'p1',
    environmentId: 'e1',
    service: 'tokpulse-partner-app',
  },
  mail: { smtpPassword: 'mail-5', from: 'ops@example.com' },
};

const only = (services: ConfiguredServices) => services.list()[0];

describe('ConfiguredServices', () => {
  it('takes one URL for a service', () => {
    const service = only(
      configured({ shop: { hosts: { api: { url: 'https://shop.example' } } } }),
    );
    expect(service).toMatchObject({
      id: 'shop',
      title: 'shop',
      hosts: {
        api: {
          name: 'api',
          url: 'https://shop.example',
          health: '/',
          format: 'status-code',
          ignoreChecks: [],
        },
      },
    });
    expect(service.info().capabilities).toContainEqual({
      id: 'railway',
      configured: false,
      hint: 'Logs and restart need railway.token, railway.projectId, railway.environmentId, railway.service',
    });
  });

  it('leaves a part of the request budget to runs', () => {
    const paceOf = (shop: JsonObject) =>
      only(configured({ shop })).observeEveryMs;
    // 60 of 100 requests in 15 minutes.
    expect(paceOf({})).toBe(15_000);
    expect(paceOf({ requestBudget: 1000 })).toBe(1_500);
    expect(() => paceOf({ requestBudget: 0 })).toThrow(/requestBudget/);
  });

  it('has no services when none are configured', () => {
    expect(
      ConfiguredServices.fromConfig(new ConfigReader({}), {
        fingerprintKey: 'key',
      }).list(),
    ).toEqual([]);
  });

  it.each<[string, JsonObject, RegExp]>([
    [
      'a host without a URL',
      { hosts: { api: {} } },
      /tokpulseOps\.services\.shop\.hosts\.api\.url must be of type string; set it/,
    ],
    [
      'a URL that is none',
      { hosts: { api: { url: 'shop.example' } } },
      /hosts\.api\.url is not an http or https URL; write for example/,
    ],
    [
      'a password in a URL',
      { hosts: { api: { url: 'https://u:topsecret@shop.example' } } },
      /hosts\.api\.url must not carry a user name or password/,
    ],
    [
      'a misspelt key of a host',
      { hosts: { api: { url: 'https://shop.example', healt: '/x' } } },
      /hosts\.api has unknown keys healt/,
    ],
    [
      'a format that nobody knows',
      { hosts: { api: { url: 'https://shop.example', format: 'soap' } } },
      /hosts\.api\.format is 'soap', which no health format is called; use one of status-code, tokpulse/,
    ],
    [
      'a network that is none',
      { allowedNetworks: ['10.0.0.1'] },
      /allowedNetworks\.0 is not a network in CIDR notation/,
    ],
    [
      'a file in the place of a database',
      { postgres: { primary: { readOnlyConnection: 'file:./topsecret.db' } } },
      /postgres\.primary\.readOnlyConnection is not a connection URL of this kind; write it as postgresql:/,
    ],
    [
      'a kind of token that Railway does not have',
      { railway: { tokenType: 'team' } },
      /railway\.tokenType must be one of project, account/,
    ],
  ])(
    'names the key and the next step for %s, and no value',
    (_, shop, text) => {
      const read = () => configured({ shop });
      expect(read).toThrow(text);
      expect(read).not.toThrow(/topsecret/);
    },
  );

  it('starts with a provider that is not complete, and says so when it is used', () => {
    const service = only(configured({ shop: { railway: { projectId: 'p' } } }));
    const needed = z.object({ projectId: z.string(), token: z.string() });
    expect(() => service.settings('railway', needed)).toThrow(
      expect.objectContaining({
        code: 'not-configured',
        message:
          'tokpulseOps.services.shop.railway.token is missing or not valid',
      }),
    );
    expect(() => service.settings('vercel', needed)).toThrow(
      'tokpulseOps.services.shop.vercel is missing',
    );
    expect(() => service.settings('constructor', needed)).toThrow(
      'tokpulseOps.services.shop.constructor is missing',
    );
  });

  it('shows expressions no credential', () => {
    const service = only(configured({ tokpulse: whole }));
    expect(service.projection).toEqual({
      id: 'tokpulse',
      title: 'TokPulse',
      hosts: {
        api: {
          url: 'https://api.example.com',
          health: '/health',
          metrics: '/metrics',
        },
      },
      railway: {
        service: 'tokpulse-partner-app',
        projectId: 'p1',
        environmentId: 'e1',
      },
      redis: { sessions: { sessionPrefix: 'sess:' } },
      postgres: { primary: {} },
    });
    // The linter knows the same names: the schema drops what it does not name.
    expect(serviceScopeSchema.parse(service.projection)).toEqual(
      service.projection,
    );
    const shown = JSON.stringify([service.projection, service.info()]);
    for (const secret of service.secrets()) {
      expect(shown).not.toContain(secret);
    }
  });

  it('collects every credential, those inside URLs and in sections of others too', () => {
    expect(configured({ tokpulse: whole }).secrets()).toEqual(
      expect.arrayContaining([
        'railway-4',
        'mail-5',
        'p%40ss-1',
        'p@ss-1',
        'app:p%40ss-1',
        'read-2',
        'redis-3',
        whole.postgres.primary.connection,
      ]),
    );
    const secrets = configured({ tokpulse: whole }).secrets();
    expect(secrets).not.toContain('p1');
    expect(secrets).not.toContain('project');
    expect(secrets).not.toContain('sess:');
  });

  it('pins the configuration without giving a credential away', () => {
    const fingerprintOf = (service: JsonObject, key?: string) =>
      configured({ tokpulse: service }, key).fingerprint('tokpulse');
    const changed = (change: JsonObject) =>
      fingerprintOf({ ...whole, ...change });
    const base = fingerprintOf(whole);

    expect(base).toMatch(/^[0-9a-f]{64}$/);
    expect(fingerprintOf({ ...whole })).toBe(base);
    expect(
      fingerprintOf(
        Object.fromEntries(Object.entries(whole).reverse()) as JsonObject,
      ),
    ).toBe(base);
    expect(changed({ railway: { ...whole.railway, token: 'other' } })).not.toBe(
      base,
    );
    expect(changed({ title: 'Other' })).not.toBe(base);
    expect(fingerprintOf(whole, 'another key')).not.toBe(base);
    expect(configured({}).fingerprint('tokpulse')).toBeUndefined();
  });

  it('refuses a request to what is not configured', async () => {
    const service = only(configured({ tokpulse: whole }));
    await expect(
      service.request({ url: 'https://evil.example/' }),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });
});

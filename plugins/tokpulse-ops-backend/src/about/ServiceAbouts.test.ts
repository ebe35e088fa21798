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

import { startPageHost, type PageHost } from '../__testUtils__/pageHost';
import { createRedactor } from '../runs/redaction';
import { FlagReader } from './FlagReader';
import { ServiceAbouts } from './ServiceAbouts';

let page: PageHost;
beforeAll(async () => {
  page = await startPageHost();
});
afterEach(() => page.clear());
afterAll(() => page.stop());

const abouts = (cacheMs = 0) =>
  new ServiceAbouts({
    contacts: [{ name: 'Support', email: 'support@example.com' }],
    flags: new FlagReader({ cacheMs }),
    redactor: createRedactor({ secrets: ['very-secret-value'] }),
  });

const flagged = () =>
  page.configured({ flags: { url: `${page.url}/api/flags` } });

const flags = async (from = abouts()) => (await from.of(flagged())).flags;

describe('ServiceAbouts', () => {
  it('says what could be configured and is not', async () => {
    expect(await abouts().of(page.service)).toEqual({
      contacts: [{ name: 'Support', email: 'support@example.com' }],
      ...{ escalation: [], links: [] },
      missing: [
        {
          what: 'Levels of escalation',
          key: 'tokpulseOps.services.shop.escalation',
        },
        {
          what: 'The address of a status page',
          key: 'tokpulseOps.services.shop.statusPage',
        },
        {
          what: 'Important addresses',
          key: 'tokpulseOps.services.shop.links',
        },
        {
          what: 'The address of feature flags',
          key: 'tokpulseOps.services.shop.flags.url',
        },
      ],
    });
    expect(page.requests()).toEqual([]);
  });

  it('takes flags without an address for missing', async () => {
    const about = await abouts().of(page.configured({ flags: {} }));
    expect(about.flags).toBeUndefined();
    expect(about.missing).toContainEqual({
      what: 'The address of feature flags',
      key: 'tokpulseOps.services.shop.flags.url',
    });
  });

  it('shows what is configured, those of the service first', async () => {
    const about = await abouts().of(
      page.configured({
        contacts: [{ name: 'On call', phone: '+1-555-TOKPULSE' }],
        escalation: [
          { level: 'Level 1', who: 'Basic support', after: '15m' },
          { level: 'Level 2', who: 'Technical support', contact: '#incidents' },
        ],
        statusPage: 'https://status.example.com',
        links: [{ title: 'Call', url: 'tel:+15550100' }],
      }),
    );
    expect(about).toMatchObject({
      contacts: [{ name: 'On call' }, { name: 'Support' }],
      escalation: [
        { level: 'Level 1', after: '15m' },
        { contact: '#incidents' },
      ],
      statusPage: 'https://status.example.com',
      links: [{ title: 'Call', url: 'tel:+15550100' }],
      missing: [{ key: 'tokpulseOps.services.shop.flags.url' }],
    });
  });
});

describe('feature flags', () => {
  it('are read from the flags server of TokPulse', async () => {
    page.set('/api/flags', {
      json: { welcome_nux: true, xp_quests: false, limit: 3, note: 'x' },
    });
    expect(await flags()).toMatchObject({
      known: true,
      message: '4 flags',
      flags: [
        { name: 'welcome_nux', value: 'on' },
        { name: 'xp_quests', value: 'off' },
        { name: 'limit', value: '3' },
        { name: 'note', value: 'x' },
      ],
    });
  });

  it('are read where they are one part of the answer', async () => {
    page.set('/api/flags', {
      json: { flags: { beta_ai: false }, bucket: 12, tenant: 't' },
    });
    expect(await flags()).toMatchObject({
      message: '1 flag',
      flags: [{ name: 'beta_ai', value: 'off' }],
    });
  });

  it('are not known, and not off, when the answer is empty', async () => {
    page.set('/api/flags', { json: {} });
    expect(await flags()).toMatchObject({
      known: false,
      message: expect.stringContaining(
        'this does not mean that all flags are off',
      ),
      flags: [],
    });
  });

  it.each<[string, Parameters<PageHost['set']>[1] | undefined, string]>([
    ['no such page', undefined, '404'],
    ['an error', { status: 500, json: {} }, '500'],
    ['a rate limit', { status: 429, json: {} }, '429'],
    ['a web page', { text: '<html>', type: 'text/html' }, 'a web page'],
    ['a list', { json: ['a'] }, 'something else'],
    ['no JSON', { text: 'flags' }, 'something else'],
  ])('are not known after %s', async (_, answer, words) => {
    if (answer) {
      page.set('/api/flags', answer);
    }
    expect(await flags()).toMatchObject({
      known: false,
      message: expect.stringMatching(
        new RegExp(`^The feature flags are not known: .*${words}`),
      ),
      flags: [],
    });
  });

  it('are asked for once by those who look at the same time', async () => {
    page.set('/api/flags', { json: { one: true } });
    const cached = abouts(60_000);
    const all = await Promise.all([flags(cached), flags(cached)]);
    expect(all[0]).toEqual(all[1]);
    await flags(cached);
    expect(page.requests()).toEqual(['/api/flags']);
  });

  it('give no secret away', async () => {
    page.set('/api/flags', { json: { key: 'very-secret-value' } });
    expect(await flags()).toMatchObject({
      flags: [{ name: 'key', value: '[redacted]' }],
    });
  });
});

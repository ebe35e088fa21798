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
import { ConfiguredServices } from '../services';

function serviceWith(about: JsonObject) {
  const shop = { hosts: { api: { url: 'https://api.example.com' } }, ...about };
  const service = ConfiguredServices.fromConfig(
    new ConfigReader({ tokpulseOps: { services: { shop } } }),
    { fingerprintKey: 'test' },
  ).get('shop');
  if (!service) {
    throw new Error('The service is not configured');
  }
  return service;
}

describe('the configuration of whom to call', () => {
  it('is optional as a whole', () => {
    expect(serviceWith({}).about).toEqual({
      ...{ contacts: [], escalation: [], links: [] },
      ...{ statusPage: undefined, flags: undefined },
    });
  });

  it('takes flags whose variable is not set for none', () => {
    expect(serviceWith({ flags: {} }).about.flags).toEqual({});
  });

  it.each<[string, JsonObject, string]>([
    [
      'a link that a browser would run',
      { links: [{ title: 'Click', url: 'vbscript:alert(1)' }] },
      'services.shop.links.0.url must be an address that begins with http://, https://, mailto: or tel:',
    ],
    [
      'a link that is no address',
      { links: [{ title: 'Board', url: 'grafana' }] },
      'services.shop.links.0.url must be an address',
    ],
    [
      'data as a contact',
      { contacts: [{ name: 'Ops', url: 'data:text/html,x' }] },
      'services.shop.contacts.0.url must be an address',
    ],
    [
      'a contact without a name',
      { contacts: [{ phone: '1' }] },
      'services.shop.contacts.0.name must be of type string',
    ],
    [
      'an e-mail address that is none',
      { contacts: [{ name: 'Ops', email: 'ops' }] },
      'services.shop.contacts.0.email must be an e-mail address',
    ],
    [
      'a status page to write to',
      { statusPage: 'mailto:ops@example.com' },
      'services.shop.statusPage must be an address that begins with http:// or https://',
    ],
    [
      'a time without a unit',
      { escalation: [{ level: '1', who: 'Ops', after: '15' }] },
      'services.shop.escalation.0.after must be a number and a unit, such as 15m',
    ],
    [
      'a key that is misspelt',
      { escalation: [{ level: '1', who: 'Ops', afer: '15m' }] },
      'services.shop.escalation.0 has unknown keys afer',
    ],
    [
      'flags with a password',
      { flags: { url: 'https://me:secret@flags.example.com/' } },
      'services.shop.flags.url is not the http or https URL of a feature-flag service',
    ],
  ])('refuses %s and says what to write', (_, about, message) => {
    expect(() => serviceWith(about)).toThrow(message);
  });

  it('opens no way for requests to addresses that people open', async () => {
    const service = serviceWith({
      contacts: [{ name: 'Ops', url: 'https://chat.example.com/ops' }],
      links: [{ title: 'Board', url: 'https://board.example.com/' }],
      statusPage: 'https://status.example.com',
    });
    for (const { url = '' } of [
      ...service.about.contacts,
      ...service.about.links,
      { url: service.about.statusPage },
    ]) {
      await expect(service.request({ url })).rejects.toMatchObject({
        code: 'forbidden',
      });
    }
  });
});

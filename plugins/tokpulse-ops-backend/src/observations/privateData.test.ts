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

import fc from 'fast-check';
import {
  safePath,
  withoutAddresses,
  withoutPrivateLabels,
} from './privateData';

describe('withoutAddresses', () => {
  it.each([
    ['from 203.0.113.77.', 'from [address].'],
    ['203.0.113.77:54321 was slow', '[address] was slow'],
    ['::ffff:203.0.113.77', '[address]'],
    ['2001:db8::c0ff:ee', '[address]'],
    ['ask canary@example.com', 'ask [address]'],
  ])('hides the address in %s', (text, expected) => {
    expect(withoutAddresses(text).replace(/\.$/, '')).toBe(
      expected.replace(/\.$/, ''),
    );
  });

  it.each([
    'Version 1.0.0 since 10:02:33',
    'Largest Contentful Paint should be under 2.5s',
    'fade added: bad cafe',
  ])('leaves %s as it is', text => {
    expect(withoutAddresses(text)).toBe(text);
  });

  it('lets no IP address through', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.ipV4(),
          fc.ipV6().filter(text => text.length > 2),
        ),
        fc.constantFrom('', ' ', '(', '"', 'x=', '/'),
        fc.constantFrom('', ' ', ')', '"', ','),
        (address, before, after) => {
          expect(withoutAddresses(`${before}${address}${after}`)).not.toContain(
            address,
          );
        },
      ),
    );
  });
});

describe('safePath', () => {
  it.each([
    ['/health', '/health'],
    ['/', '/'],
    ['/api/v1/stores/:id', '/api/v1/stores/:id'],
    ['/stores/canary-store.myshopify.com/catalog', '/stores/:value/catalog'],
    ['/users/canary@example.com', '/users/:value'],
    ['/clients/203.0.113.77', '/clients/:value'],
    ['/charge/81238237', '/charge/:value'],
    ['/reset/abcdef0123456789abcdef0123456789abcdef01', '/reset/:value'],
    ['/callback?code=secret&shop=x', '/callback'],
    ['/%63anary%40example.com', '/:value'],
  ])('makes %s to %s', (path, expected) => {
    expect(safePath(path)).toBe(expected);
  });
});

describe('withoutPrivateLabels', () => {
  it('drops labels that say who was served, and addresses in others', () => {
    expect(
      withoutPrivateLabels({
        check: 'database',
        status: 'healthy',
        ip: '203.0.113.77',
        client_ip: '203.0.113.77',
        clientIp: '203.0.113.77',
        user_agent: 'Mozilla/5.0',
        userAgent: 'Mozilla/5.0',
        email: 'a@example.com',
        query: 'SELECT 1',
        instance: '10.0.0.4:9100',
        storeId: 'store-1',
      }),
    ).toEqual({
      check: 'database',
      status: 'healthy',
      instance: '[address]',
      storeId: 'store-1',
    });
  });
});

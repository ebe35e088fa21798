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

import { isAllowedAddress, parseNetwork, type Network } from './addressPolicy';

const networks = (...cidrs: string[]): readonly Network[] =>
  cidrs.map(parseNetwork).filter(network => network !== undefined);

describe('isAllowedAddress', () => {
  it.each([
    '8.8.8.8',
    '2606:4700:4700::1111',
    '[2001:4860:4860::8888]',
    // NAT64 of 8.8.8.8: how an IPv6-only host reaches the public IPv4 Internet
    '64:ff9b::808:808',
    '::ffff:8.8.8.8',
  ])('lets %s through', address => {
    expect(isAllowedAddress(address, [])).toBe(true);
  });

  it.each([
    '127.0.0.1',
    '127.255.255.254',
    '0.0.0.0',
    '10.0.0.1',
    '172.16.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '169.254.169.254',
    '192.0.0.8',
    '192.0.2.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::127.0.0.1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:169.254.169.254',
    '64:ff9b::7f00:1',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b:1::a9fe:a9fe',
    '100::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '3fff::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    'localhost',
    '',
  ])('refuses %s', address => {
    expect(isAllowedAddress(address, [])).toBe(false);
  });

  it('lets an address through that lies in an allowed network, and no other', () => {
    const allowed = networks('127.0.0.0/8', 'fd00::/8');
    expect(isAllowedAddress('127.0.0.1', allowed)).toBe(true);
    expect(isAllowedAddress('::ffff:127.0.0.1', allowed)).toBe(true);
    expect(isAllowedAddress('fd12::1', allowed)).toBe(true);
    expect(isAllowedAddress('::1', allowed)).toBe(false);
    expect(isAllowedAddress('10.0.0.1', allowed)).toBe(false);
  });

  it('takes only CIDR notation for a network', () => {
    expect(parseNetwork('10.0.0.0/8')).toBeDefined();
    expect(parseNetwork('10.0.0.0')).toBeUndefined();
    expect(parseNetwork('10.0.0.0/33')).toBeUndefined();
  });
});

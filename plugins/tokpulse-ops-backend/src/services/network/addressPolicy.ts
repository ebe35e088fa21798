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

import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** A parsed CIDR, e.g. `10.0.0.0/8`. */
export type Network = readonly [Address, number];

const GLOBAL_UNICAST_V6 = ipaddr.IPv6.parseCIDR('2000::/3');
const NAT64_WELL_KNOWN = ipaddr.IPv6.parseCIDR('64:ff9b::/96');

/** Undefined when the text is not a CIDR. */
export function parseNetwork(cidr: string): Network | undefined {
  return ipaddr.isValidCIDR(cidr) ? ipaddr.parseCIDR(cidr) : undefined;
}

/**
 * Whether a connection to the address may be made: it is a public address or
 * lies in one of the allowed networks. IPv4 inside IPv6 (mapped, NAT64 well
 * known prefix of RFC 6052) is judged by the IPv4 address that it means; every
 * other special-purpose range of IANA's registries is refused, and so is IPv6
 * outside 2000::/3, which covers the deprecated `::127.0.0.1`.
 */
export function isAllowedAddress(
  text: string,
  allowed: readonly Network[],
): boolean {
  const bare = text.replace(/^\[|\]$/g, '');
  if (!ipaddr.isValid(bare)) {
    return false;
  }
  const candidates = meanings(ipaddr.parse(bare));
  if (candidates.some(candidate => isInside(candidate, allowed))) {
    return true;
  }
  return candidates.every(isPublic);
}

/** The address itself, or the IPv4 address that it leads to. */
function meanings(address: Address): readonly Address[] {
  if (!(address instanceof ipaddr.IPv6)) {
    return [address];
  }
  if (address.isIPv4MappedAddress()) {
    return [address.toIPv4Address()];
  }
  if (address.match(NAT64_WELL_KNOWN)) {
    return [new ipaddr.IPv4(address.toByteArray().slice(12))];
  }
  return [address];
}

function isPublic(address: Address): boolean {
  if (address.range() !== 'unicast') {
    return false;
  }
  return address instanceof ipaddr.IPv6
    ? address.match(GLOBAL_UNICAST_V6)
    : true;
}

function isInside(address: Address, networks: readonly Network[]): boolean {
  return networks.some(
    ([network, bits]) =>
      network.kind() === address.kind() && address.match([network, bits]),
  );
}

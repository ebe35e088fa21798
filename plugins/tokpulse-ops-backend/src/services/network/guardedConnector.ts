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

import { lookup as dnsLookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import { buildConnector } from 'undici';
import { isAllowedAddress, type Network } from './addressPolicy';

/** Resolves a name to all its addresses. */
export type ResolveAll = (
  hostname: string,
  callback: (
    error: NodeJS.ErrnoException | null,
    addresses: readonly LookupAddress[],
  ) => void,
) => void;

const systemResolve: ResolveAll = (hostname, callback) =>
  dnsLookup(hostname, { all: true, verbatim: false }, callback);

/** The address of a target is not one that may be connected to. */
export class BlockedAddressError extends Error {
  readonly code = 'TOKPULSE_BLOCKED_ADDRESS';
}

/** How far a connection got. */
export interface ConnectionProgress {
  connected: boolean;
}

/**
 * A connector of undici that connects to allowed addresses only.
 *
 * The name is resolved once, every address of the answer is checked, and the
 * socket connects to exactly these: a second answer of the name server cannot
 * slip in. Address literals do not pass `lookup`, so they are checked here, and
 * after the connection the address of the peer is checked once more before the
 * first byte of the request is written.
 */
export function guardedConnector(options: {
  readonly allowed: readonly Network[];
  readonly timeoutMs: number;
  readonly progress: ConnectionProgress;
  readonly resolve?: ResolveAll;
}): buildConnector.connector {
  const { allowed, progress, resolve = systemResolve } = options;

  const lookup: LookupFunction = (hostname, lookupOptions, callback) => {
    resolve(hostname, (error, addresses) => {
      if (error || addresses.length === 0) {
        callback(error ?? notFound(hostname), '', 0);
        return;
      }
      const blocked = addresses.find(
        ({ address }) => !isAllowedAddress(address, allowed),
      );
      if (blocked) {
        callback(new BlockedAddressError(blocked.address), '', 0);
      } else if (lookupOptions.all) {
        callback(null, [...addresses]);
      } else {
        callback(null, addresses[0].address, addresses[0].family);
      }
    });
  };

  const connect = buildConnector({
    lookup,
    timeout: options.timeoutMs,
    allowH2: false,
    autoSelectFamily: true,
  });

  return (target, callback) => {
    const literal = target.hostname.replace(/^\[|\]$/g, '');
    if (isIP(literal) !== 0 && !isAllowedAddress(literal, allowed)) {
      process.nextTick(callback, new BlockedAddressError(literal), null);
      return;
    }
    connect(target, (...result) => {
      const [error, socket] = result;
      if (error === null && !isAllowedPeer(socket, allowed)) {
        socket.destroy();
        callback(new BlockedAddressError('peer'), null);
        return;
      }
      progress.connected = error === null;
      callback(...result);
    });
  };
}

function isAllowedPeer(socket: Socket, allowed: readonly Network[]): boolean {
  return (
    socket.remoteAddress !== undefined &&
    isAllowedAddress(socket.remoteAddress, allowed)
  );
}

function notFound(hostname: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`No address for ${hostname}`), {
    code: 'ENOTFOUND',
  });
}

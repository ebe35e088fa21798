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

// @ts-check
import net from 'node:net';

/**
 * @param {number} port
 * @param {string} host
 * @returns {Promise<number | undefined>} the port, or nothing if it is taken
 */
function tryListen(port, host) {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') {
        resolve(undefined);
      } else if (error.code === 'EADDRNOTAVAIL' && host === '::1') {
        // A machine without IPv6: nobody can hold the port there either.
        resolve(port);
      } else {
        reject(error);
      }
    });
    server.listen(port, host, () => {
      const address = /** @type {net.AddressInfo} */ (server.address());
      server.close(() => resolve(address.port));
    });
  });
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
export async function isFree(port) {
  // `localhost` is both addresses, and a browser tries the second one first.
  const ipv4 = await tryListen(port, '127.0.0.1');
  return ipv4 !== undefined && (await tryListen(port, '::1')) !== undefined;
}

/**
 * @param {number} [preferred] taken if it is free
 * @returns {Promise<number>} a port that was free a moment ago
 */
export async function freePort(preferred) {
  if (preferred !== undefined && (await isFree(preferred))) {
    return preferred;
  }
  for (;;) {
    const port = await tryListen(0, '127.0.0.1');
    if (port !== undefined && (await isFree(port))) {
      return port;
    }
  }
}

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

import net from 'node:net';
import { startBackend, type Backend } from '../../scripts/lib/backend.mjs';
import { freePort } from '../../scripts/lib/ports.mjs';
import type { Stack } from './stack.ts';

/** Two backends on one database, and the one address that browsers know. */
export interface Replicas {
  readonly url: string;
  readonly backends: readonly Backend[];
  stop(): Promise<void>;
}

/**
 * Passes each connection to the first replica that accepts one, as a load
 * balancer does.
 */
function startFront(targets: readonly number[]) {
  const open = new Set<net.Socket>();
  const track = (socket: net.Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  };

  const server = net.createServer({ pauseOnConnect: true }, client => {
    track(client);
    client.on('error', () => client.destroy());
    const tryNext = ([port, ...others]: readonly number[]) => {
      if (port === undefined) {
        client.destroy();
        return;
      }
      const upstream = net.connect(port, '127.0.0.1');
      track(upstream);
      const onRefused = () => tryNext(others);
      upstream.once('error', onRefused);
      upstream.once('connect', () => {
        upstream.off('error', onRefused);
        upstream.on('error', () => client.destroy());
        upstream.on('close', () => client.destroy());
        client.on('close', () => upstream.destroy());
        client.pipe(upstream).pipe(client);
      });
    };
    tryNext(targets);
  });

  return {
    listen: (port: number) =>
      new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', resolve);
      }),
    stop: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve());
        open.forEach(socket => socket.destroy());
      }),
  };
}

/** Starts two replicas that share a database of their own and the sandbox. */
export async function startReplicas(stack: Stack): Promise<Replicas> {
  const [publicPort, ...ports] = [
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const backends: Backend[] = [];
  const front = startFront(ports);
  const stop = async () => {
    await front.stop();
    await Promise.all(backends.map(backend => backend.stop()));
  };
  try {
    await front.listen(publicPort);
    for (const [index, port] of ports.entries()) {
      backends.push(
        await startBackend({
          name: `e2e-replica-${index + 1}`,
          port,
          publicPort,
          env: {
            ...stack.sandboxEnv,
            // The stack's own backend would drive their runs, too.
            APP_CONFIG_backend_database_prefix: 'replicas_plugin_',
          },
        }),
      );
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `http://localhost:${publicPort}`, backends, stop };
}

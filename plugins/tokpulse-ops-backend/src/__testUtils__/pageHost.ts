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

import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import type { ServiceHost } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { ConfiguredServices, type ConfiguredService } from '../services';

/** What a path answers: an object as JSON, a text as it is, or by hand. */
export type Page =
  | { readonly status?: number; readonly json: unknown }
  | { readonly status?: number; readonly text: string; readonly type?: string }
  | ((response: ServerResponse) => void);

/** A host whose pages a test decides; what is not there is 404 as in Express. */
export interface PageHost {
  readonly url: string;
  readonly service: ConfiguredService;
  readonly host: ServiceHost;
  /** The same service with more in its configuration. */
  configured(more: JsonObject): ConfiguredService;
  set(path: string, page: Page): void;
  /** Forgets all pages and requests. */
  clear(): void;
  /** Paths, in the order in which they were asked for. */
  requests(): readonly string[];
  stop(): Promise<void>;
}

export async function startPageHost(): Promise<PageHost> {
  const pages = new Map<string, Page>();
  let requests: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    requests.push(path);
    answer(pages.get(path), path, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const configured = (more: JsonObject) => serviceOf(url, more);
  const service = configured({});
  return {
    ...{ url, service, configured },
    host: service.hosts.api,
    set: (path, page) => pages.set(path, page),
    clear: () => {
      pages.clear();
      requests = [];
    },
    requests: () => requests,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function answer(
  page: Page | undefined,
  path: string,
  response: ServerResponse,
): void {
  if (page === undefined) {
    response
      .writeHead(404, { 'content-type': 'text/html; charset=utf-8' })
      .end(`<!DOCTYPE html><html><body><pre>Cannot GET ${path}</pre></body>`);
  } else if (typeof page === 'function') {
    page(response);
  } else if ('json' in page) {
    response
      .writeHead(page.status ?? 200, { 'content-type': 'application/json' })
      .end(JSON.stringify(page.json));
  } else {
    response
      .writeHead(page.status ?? 200, {
        'content-type': page.type ?? 'text/plain; version=0.0.4; charset=utf-8',
      })
      .end(page.text);
  }
}

function serviceOf(url: string, more: JsonObject): ConfiguredService {
  const shop = {
    title: 'Shop',
    allowedNetworks: ['127.0.0.0/8'],
    hosts: {
      api: {
        url,
        health: '/health',
        format: 'tokpulse',
        metrics: '/metrics',
        performance: '/performance',
      },
    },
    ...more,
  };
  const service = ConfiguredServices.fromConfig(
    new ConfigReader({ tokpulseOps: { services: { shop } } }),
    { fingerprintKey: 'test' },
  ).get('shop');
  if (!service) {
    throw new Error('The service is not configured');
  }
  return service;
}

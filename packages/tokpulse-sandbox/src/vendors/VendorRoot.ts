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

import {
  createServer,
  IncomingMessage,
  Server,
  ServerResponse,
} from 'node:http';

/** What a vendor offers besides its bare root. */
export interface VendorApi {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/**
 * The bare root of a vendor's API, which is all that the health check of
 * TokPulse asks. The real ones may well answer 404 to that. Under `/v1` is what
 * the sandbox has of the API itself.
 */
export class VendorRoot {
  static async start(options: {
    name: string;
    port?: number;
    api?: VendorApi;
  }): Promise<VendorRoot> {
    const root = new VendorRoot(options.name, options.api);
    await new Promise<void>((resolve, reject) => {
      root.#server.once('error', reject);
      root.#server.listen(options.port ?? 0, '127.0.0.1', resolve);
    });
    return root;
  }

  readonly #server: Server;
  /** The status that every request gets. */
  status = 200;

  private constructor(name: string, api: VendorApi | undefined) {
    this.#server = createServer((request, response) => {
      if (api && request.url?.startsWith('/v1/')) {
        api.handle(request, response).catch(() => response.destroy());
        return;
      }
      response.writeHead(this.status, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify({ vendor: name }));
    });
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address !== 'object') {
      throw new Error('The vendor has been stopped');
    }
    return `http://127.0.0.1:${address.port}/`;
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>(resolve => {
      this.#server.close(() => resolve());
    });
    this.#server.closeAllConnections();
    await closed;
  }
}

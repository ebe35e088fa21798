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

import { randomBytes } from 'node:crypto';
import {
  createServer,
  IncomingMessage,
  Server,
  ServerResponse,
} from 'node:http';
import { FaultSettings, FaultSettingsError } from '../faults/Fault';
import { FaultState } from '../faults/FaultCatalog';
import { LedgerEntry } from '../ledger/Ledger';
import { SandboxStatus } from '../sandbox/status';
import { refusal } from './guard';
import { statusPage } from './statusPage';

/** What the control server lets one do. */
export interface Controls {
  status(): SandboxStatus;
  faults(): readonly FaultState[];
  induceFault(name: string, settings: FaultSettings): Promise<FaultState>;
  clearFault(name: string): Promise<FaultState>;
  ledger(after: number): readonly LedgerEntry[];
  reset(): Promise<void>;
}

/** A fault that the sandbox does not have. */
export class UnknownFaultError extends Error {}

const largestBody = 16 * 1024;

/** The status page and the HTTP interface of the sandbox. */
export class ControlServer {
  static async start(options: {
    controls: Controls;
    port?: number;
  }): Promise<ControlServer> {
    const server = new ControlServer(options.controls);
    await new Promise<void>((resolve, reject) => {
      server.#server.once('error', reject);
      server.#server.listen(options.port ?? 0, '127.0.0.1', resolve);
    });
    return server;
  }

  readonly #server: Server;
  readonly #controls: Controls;

  private constructor(controls: Controls) {
    this.#controls = controls;
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch(error => {
        if (response.headersSent) {
          response.destroy();
        } else {
          this.#answerError(response, error);
        }
      });
    });
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address !== 'object') {
      throw new Error('The control server has been stopped');
    }
    return `http://127.0.0.1:${address.port}`;
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>(resolve => {
      this.#server.close(() => resolve());
    });
    this.#server.closeAllConnections();
    await closed;
  }

  async #answer(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const refused = refusal(request);
    if (refused) {
      json(response, 403, { error: refused });
      return;
    }
    const url = new URL(request.url ?? '/', 'http://localhost');
    const fault = url.pathname.match(/^\/faults\/([a-z0-9-]+)$/)?.[1];
    const route = `${request.method} ${
      fault === undefined ? url.pathname : '/faults/:name'
    }`;
    switch (route) {
      case 'GET /':
        page(response);
        return;
      case 'GET /status':
        json(response, 200, this.#controls.status());
        return;
      case 'GET /faults':
        json(response, 200, { faults: this.#controls.faults() });
        return;
      case 'GET /ledger': {
        const after = Number(url.searchParams.get('after') ?? 0);
        json(response, 200, {
          entries: this.#controls.ledger(Number.isFinite(after) ? after : 0),
        });
        return;
      }
      case 'POST /faults/:name':
        json(
          response,
          200,
          await this.#controls.induceFault(
            fault ?? '',
            await settings(request),
          ),
        );
        return;
      case 'DELETE /faults/:name':
        json(response, 200, await this.#controls.clearFault(fault ?? ''));
        return;
      case 'POST /reset':
        await this.#controls.reset();
        json(response, 200, this.#controls.status());
        return;
      default:
        json(response, 404, { error: `There is no ${route}` });
    }
  }

  #answerError(response: ServerResponse, error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof UnknownFaultError) {
      json(response, 404, { error: message });
    } else if (error instanceof FaultSettingsError) {
      json(response, 400, { error: message });
    } else {
      json(response, 500, { error: message });
    }
  }
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
  });
  response.end(JSON.stringify(body));
}

function page(response: ServerResponse): void {
  const nonce = randomBytes(16).toString('base64');
  response.writeHead(200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'Content-Security-Policy': `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`,
  });
  response.end(statusPage(nonce));
}

async function settings(request: IncomingMessage): Promise<FaultSettings> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > largestBody) {
      throw new FaultSettingsError('The settings are too long');
    }
    chunks.push(chunk);
  }
  if (size === 0) {
    return {};
  }
  let value: unknown;
  try {
    value = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new FaultSettingsError('The settings are not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new FaultSettingsError('The settings must be a JSON object');
  }
  return { ...value };
}

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

import { randomUUID } from 'node:crypto';
import {
  createServer,
  IncomingMessage,
  request as httpRequest,
  Server,
  ServerResponse,
} from 'node:http';

/**
 * What stands before every process of TokPulse: the public address stays while
 * the process behind it is replaced, and answers for a process that is down.
 */
export class EdgeProxy {
  static async start(options: { port?: number } = {}): Promise<EdgeProxy> {
    const edge = new EdgeProxy();
    await new Promise<void>((resolve, reject) => {
      edge.#server.once('error', reject);
      edge.#server.listen(options.port ?? 0, '127.0.0.1', resolve);
    });
    return edge;
  }

  readonly #server: Server;
  /** Port of the process that answers; undefined while there is none. */
  target: number | undefined;

  private constructor() {
    this.#server = createServer((request, response) =>
      this.#pass(request, response),
    );
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address !== 'object') {
      throw new Error('The edge has been stopped');
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

  #pass(request: IncomingMessage, response: ServerResponse): void {
    const requestId = randomUUID();
    if (this.target === undefined) {
      answerForDeadApplication(response, requestId);
      return;
    }
    const passed = httpRequest(
      {
        host: '127.0.0.1',
        port: this.target,
        method: request.method,
        path: request.url,
        headers: {
          ...request.headers,
          'x-forwarded-for': request.socket.remoteAddress ?? '127.0.0.1',
          'x-forwarded-proto': 'https',
          'x-railway-request-id': requestId,
        },
        agent: false,
      },
      answer => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
        answer.once('error', () => response.destroy());
      },
    );
    passed.once('error', () => {
      if (response.headersSent) {
        response.destroy();
      } else {
        answerForDeadApplication(response, requestId);
      }
    });
    response.once('close', () => passed.destroy());
    request.pipe(passed);
  }
}

function answerForDeadApplication(
  response: ServerResponse,
  requestId: string,
): void {
  response.writeHead(502, {
    'Content-Type': 'application/json',
    Server: 'railway-edge',
    'X-Railway-Fallback': 'true',
    'X-Railway-Request-Id': requestId,
  });
  response.end(
    JSON.stringify({
      status: 'error',
      code: 502,
      message: 'Application failed to respond',
      request_id: requestId,
    }),
  );
}

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

import { generateKeyPair } from 'node:crypto';
import {
  createServer,
  IncomingMessage,
  Server,
  ServerResponse,
} from 'node:http';
import { promisify } from 'node:util';
import Provider, { JWK } from 'oidc-provider';
import { isLoopbackHost } from '../control/guard';
import { errorPage, frontPage } from './pages';
import { PortalClient, providerConfiguration } from './providerConfiguration';
import { send, SignInHandler } from './SignInHandler';

/**
 * The OpenID Connect provider with the practice accounts. Its keys, sessions
 * and tokens live as long as it does.
 */
export class IdentityProvider {
  static async start(options: {
    client: PortalClient;
    port?: number;
  }): Promise<IdentityProvider> {
    const signingKey = await newSigningKey();
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(options.port ?? 0, '127.0.0.1', resolve);
    });
    return new IdentityProvider({
      server,
      client: options.client,
      signingKey,
    });
  }

  /** What a portal signs in with. */
  readonly client: PortalClient;
  /** The issuer, which is also the address. */
  readonly url: string;
  readonly port: number;
  readonly #server: Server;

  private constructor(options: {
    server: Server;
    client: PortalClient;
    signingKey: JWK;
  }) {
    const { server, client, signingKey } = options;
    const address = server.address();
    if (address === null || typeof address !== 'object') {
      throw new Error('The identity provider does not listen');
    }
    this.client = client;
    this.port = address.port;
    this.url = `http://127.0.0.1:${address.port}`;
    this.#server = server;
    const provider = new Provider(
      this.url,
      providerConfiguration({ client, signingKey }),
    );
    provider.on('server_error', (_ctx, error) => {
      console.error('The identity provider failed:', error);
    });
    const signIn = new SignInHandler({ provider });
    const protocol = provider.callback();
    server.on('request', (request, response) => {
      this.#answer({ request, response, signIn, protocol }).catch(error => {
        console.error('The identity provider failed:', error);
        if (response.headersSent) {
          response.destroy();
        } else {
          send(response, 500, errorPage('The identity provider failed'));
        }
      });
    });
  }

  /** Where a portal discovers the rest. */
  get metadataUrl(): string {
    return `${this.url}/.well-known/openid-configuration`;
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>(resolve => {
      this.#server.close(() => resolve());
    });
    this.#server.closeAllConnections();
    await closed;
  }

  async #answer(options: {
    request: IncomingMessage;
    response: ServerResponse;
    signIn: SignInHandler;
    protocol: ReturnType<Provider['callback']>;
  }): Promise<void> {
    const { request, response, signIn, protocol } = options;
    // A name that somebody has pointed at this machine is not ours.
    if (!isLoopbackHost(request.headers.host ?? '')) {
      send(
        response,
        403,
        errorPage('This server answers only under a loopback name'),
      );
      return;
    }
    const { pathname } = new URL(request.url ?? '/', this.url);
    if (pathname === '/') {
      send(response, 200, frontPage());
    } else if (SignInHandler.matches(pathname)) {
      await signIn.handle(request, response);
    } else {
      await protocol(request, response);
    }
  }
}

async function newSigningKey(): Promise<JWK> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
  });
  return { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' };
}

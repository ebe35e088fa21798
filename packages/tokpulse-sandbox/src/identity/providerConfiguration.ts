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
import type { Configuration, JWK } from 'oidc-provider';
import { interactionPolicy } from 'oidc-provider';
import { memoryAdapters } from './MemoryAdapter';
import { errorPage } from './pages';
import { practiceUser } from './practiceUsers';

/** The client that a portal is. */
export interface PortalClient {
  readonly id: string;
  readonly secret: string;
}

/** Where Backstage's OIDC module expects the browser to come back. */
const callbackPath = '/api/auth/oidc/handler/frame';

const hour = 60 * 60;
const day = 24 * hour;
const scopes = ['openid', 'profile', 'email'];

/** What the identity provider offers, and to whom. */
export function providerConfiguration(options: {
  client: PortalClient;
  signingKey: JWK;
}): Configuration {
  const { client, signingKey } = options;
  // The portal belongs to the same house: nobody has to consent to it.
  const policy = interactionPolicy.base();
  policy.remove('consent');

  return {
    adapter: memoryAdapters(),
    jwks: { keys: [signingKey] },
    cookies: { keys: [randomBytes(32).toString('hex')] },
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        client_name: 'TokPulse Ops',
        // The portal of a sandbox is at any port of this machine, and only a
        // native client's loopback addresses match with any port: RFC 8252, 7.3.
        application_type: 'native',
        redirect_uris: ['localhost', '127.0.0.1'].map(
          host => `http://${host}${callbackPath}`,
        ),
        response_types: ['code'],
        grant_types: ['authorization_code', 'refresh_token'],
        token_endpoint_auth_method: 'client_secret_basic',
      },
    ],
    scopes,
    claims: {
      openid: ['sub'],
      profile: ['name', 'preferred_username'],
      email: ['email', 'email_verified'],
    },
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      revocation: { enabled: true, allowedPolicy: () => true },
    },
    // Only the portal's backend speaks to us, and no page.
    clientBasedCORS: () => false,
    interactions: { policy, url: (_ctx, { uid }) => `/interaction/${uid}` },
    findAccount: (_ctx, name) => {
      const user = practiceUser(name);
      return (
        user && {
          accountId: user.name,
          claims: async () => ({
            sub: user.name,
            name: user.displayName,
            preferred_username: user.name,
            email: user.email,
            email_verified: true,
          }),
        }
      );
    },
    // Each sign-in has a grant of its own: signing out of one portal leaves
    // another one alone.
    loadExistingGrant: async ctx => {
      const { account, client: asking, provider } = ctx.oidc;
      if (!account || !asking) {
        return undefined;
      }
      const grant = new provider.Grant({
        accountId: account.accountId,
        clientId: asking.clientId,
      });
      grant.addOIDCScope(scopes.join(' '));
      await grant.save();
      return grant;
    },
    issueRefreshToken: async (_ctx, asking) =>
      asking.grantTypeAllowed('refresh_token'),
    // A portal keeps its people signed in when somebody else signs in to the
    // same browser's other portal.
    expiresWithSession: async () => false,
    // Two tabs that refresh at the same time use the same token.
    rotateRefreshToken: () => false,
    ttl: {
      AccessToken: hour,
      IdToken: hour,
      Interaction: hour,
      Session: day,
      RefreshToken: 14 * day,
      Grant: 14 * day,
    },
    renderError: async (ctx, { error, error_description: description }) => {
      const page = errorPage(description ?? error);
      ctx.type = 'html';
      ctx.set(page.headers);
      ctx.body = page.html;
    },
  };
}

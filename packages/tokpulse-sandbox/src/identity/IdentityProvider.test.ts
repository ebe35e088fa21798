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

import { request } from 'node:http';
import { BaseClient, generators, Issuer } from 'openid-client';
import { Browser } from '../__testUtils__/Browser';
import { ask } from '../__testUtils__/http';
import { IdentityProvider } from './IdentityProvider';
import { practicePassword, practiceUsers } from './practiceUsers';

const client = { id: 'portal', secret: 'a-secret-of-the-test' };
const callback = 'http://localhost:7007/api/auth/oidc/handler/frame';

describe('the identity provider', () => {
  let provider: IdentityProvider;
  let portal: BaseClient;

  beforeAll(async () => {
    provider = await IdentityProvider.start({ client });
    const issuer = await Issuer.discover(provider.metadataUrl);
    portal = new issuer.Client({
      client_id: client.id,
      client_secret: client.secret,
      redirect_uris: [callback],
      response_types: ['code'],
    });
  });
  afterAll(() => provider.stop());

  const begin = (options: { redirectUri?: string; prompt?: string } = {}) => {
    const verifier = generators.codeVerifier();
    const [state, nonce] = [generators.state(), generators.nonce()];
    const redirectUri = options.redirectUri ?? callback;
    const url = portal.authorizationUrl({
      scope: 'openid profile email',
      redirect_uri: redirectUri,
      prompt: options.prompt ?? 'login',
      code_challenge: generators.codeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    });
    const finish = (returned: string) =>
      portal.callback(redirectUri, portal.callbackParams(returned), {
        code_verifier: verifier,
        state,
        nonce,
      });
    return { url, finish };
  };

  const signIn = async (user: string, browser = new Browser()) => {
    const { url, finish } = begin();
    const page = await browser.open(url);
    const { url: returned } = await browser.submit(
      page,
      { user, password: practicePassword },
      callback,
    );
    return finish(returned);
  };

  it.each(practiceUsers)(
    'signs in $name, and tells the portal who that is',
    async ({ name, displayName, email }) => {
      const tokens = await signIn(name);
      expect(tokens.claims()).toMatchObject({
        iss: provider.url,
        sub: name,
        aud: client.id,
      });
      const user = await portal.userinfo(tokens.access_token ?? '');
      expect(user).toMatchObject({
        sub: name,
        name: displayName,
        email,
        email_verified: true,
      });
    },
  );

  it('shows every account and the password, and nothing from elsewhere', async () => {
    const page = await new Browser().open(begin().url);
    expect(page.status).toBe(200);
    for (const { name, displayName } of practiceUsers) {
      expect(page.text).toContain(displayName);
      expect(page.text).toContain(`value="${name}"`);
    }
    expect(page.text).toContain(`<code>${practicePassword}</code>`);
    expect(page.text).not.toMatch(/(src|href)=|url\(|@import/);
    const policy = page.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("form-action 'self' http://localhost:7007;");
    // The window that opened this one has to hear of the result.
    expect(page.headers.has('cross-origin-opener-policy')).toBe(false);
  });

  it('asks again after a wrong password, for the same account', async () => {
    const browser = new Browser();
    const { url, finish } = begin();
    const refused = await browser.submit(await browser.open(url), {
      user: 'approver',
      password: 'guess',
    });
    expect(refused.status).toBe(401);
    expect(refused.text).toContain('role="alert"');
    expect(refused.text).toMatch(/value="approver" required checked/);
    const { url: returned } = await browser.submit(
      refused,
      { user: 'approver', password: practicePassword },
      callback,
    );
    expect((await finish(returned)).claims().sub).toBe('approver');
  });

  it('refuses an account that there is not', async () => {
    const browser = new Browser();
    const refused = await browser.submit(await browser.open(begin().url), {
      user: 'guest',
      password: practicePassword,
    });
    expect(refused.status).toBe(401);
  });

  it('tells the portal that somebody cancelled', async () => {
    const browser = new Browser();
    const { url } = begin();
    const { url: returned } = await browser.submit(
      await browser.open(url),
      { cancel: 'yes' },
      callback,
    );
    expect(portal.callbackParams(returned)).toMatchObject({
      error: 'access_denied',
    });
  });

  it('lets another person sign in with the same browser', async () => {
    const browser = new Browser();
    const first = await signIn('operator', browser);
    const second = await signIn('approver', browser);
    expect(second.claims().sub).toBe('approver');
    // The first one's portal goes on.
    const refreshed = await portal.refresh(first.refresh_token ?? '');
    expect(refreshed.claims().sub).toBe('operator');
  });

  it('signs nobody in without a page', async () => {
    const browser = new Browser();
    const { url: returned } = await browser.open(
      begin({ prompt: 'none' }).url,
      { stopAt: callback },
    );
    expect(portal.callbackParams(returned)).toMatchObject({
      error: 'login_required',
    });
  });

  it('keeps somebody signed in until the portal signs them out', async () => {
    const { refresh_token: token = '' } = await signIn('operator');
    // Two tabs, at the same time and one after the other.
    const both = await Promise.all([
      portal.refresh(token),
      portal.refresh(token),
    ]);
    expect(both.map(tokens => tokens.claims().sub)).toEqual([
      'operator',
      'operator',
    ]);
    const [{ access_token: access = '' }] = both;
    expect((await portal.userinfo(access)).sub).toBe('operator');
    await portal.revoke(token);
    await expect(portal.refresh(token)).rejects.toThrow('invalid_grant');
    await expect(portal.userinfo(access)).rejects.toThrow();
  });

  it('takes a code once, with the proof of whoever asked for it', async () => {
    const browser = new Browser();
    const { url, finish } = begin();
    const { url: returned } = await browser.submit(
      await browser.open(url),
      { user: 'viewer', password: practicePassword },
      callback,
    );
    await expect(begin().finish(returned)).rejects.toThrow('state mismatch');
    await expect(
      portal.grant({
        grant_type: 'authorization_code',
        code: portal.callbackParams(returned).code,
        redirect_uri: callback,
        code_verifier: generators.codeVerifier(),
      }),
    ).rejects.toThrow('invalid_grant');
    expect((await finish(returned)).claims().sub).toBe('viewer');
    await expect(finish(returned)).rejects.toThrow('invalid_grant');
  });

  it('wants PKCE, and the secret of the portal', async () => {
    const { url: returned } = await new Browser().open(
      portal.authorizationUrl({ scope: 'openid', redirect_uri: callback }),
      { stopAt: callback },
    );
    expect(portal.callbackParams(returned)).toMatchObject({
      error: 'invalid_request',
    });
    const { issuer } = portal;
    const impostor = new issuer.Client({
      client_id: client.id,
      client_secret: 'another',
    });
    const { refresh_token: token = '' } = await signIn('operator');
    await expect(impostor.refresh(token)).rejects.toThrow('invalid_client');
  });

  it('returns to a portal at any port of this machine and to nothing else', async () => {
    for (const redirectUri of [
      'http://localhost:41234/api/auth/oidc/handler/frame',
      'http://127.0.0.1:7008/api/auth/oidc/handler/frame',
    ]) {
      const page = await new Browser().open(begin({ redirectUri }).url);
      expect(page.status).toBe(200);
    }
    for (const redirectUri of [
      'http://portal.example/api/auth/oidc/handler/frame',
      'http://localhost:7007/elsewhere',
      'https://localhost:7007/api/auth/oidc/handler/frame',
    ]) {
      const page = await new Browser().open(begin({ redirectUri }).url);
      expect(page.status).toBe(400);
      expect(page.text).toContain('This sign-in cannot go on');
      expect(page.text).toContain('redirect_uri');
    }
  });

  it('explains a sign-in that has ended', async () => {
    const page = await ask(`${provider.url}/interaction/unknown`);
    expect(page.status).toBe(400);
    expect(page.text).toContain('Close this window and sign in again');
  });

  it('takes no form that is too long or none', async () => {
    const send = (body: string, type: string) =>
      ask(`${provider.url}/interaction/unknown`, {
        method: 'POST',
        body,
        headers: { 'Content-Type': type },
      });
    const form = 'application/x-www-form-urlencoded';
    expect((await send('x'.repeat(5_000), form)).text).toContain('too long');
    expect((await send('{}', 'application/json')).status).toBe(400);
    expect(
      (await ask(`${provider.url}/interaction/unknown`, { method: 'PUT' }))
        .status,
    ).toBe(405);
  });

  it('answers under a loopback name only', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      request(
        `${provider.url}/.well-known/openid-configuration`,
        { headers: { Host: 'rebound.example' } },
        response => {
          response.resume();
          resolve(response.statusCode);
        },
      )
        .once('error', reject)
        .end();
    });
    expect(status).toBe(403);
  });

  it('introduces itself to whoever opens it', async () => {
    const page = await ask(provider.url);
    expect(page.status).toBe(200);
    expect(page.text).toContain('Sign in from the portal');
  });

  it('has keys of its own after each start', async () => {
    const other = await IdentityProvider.start({ client });
    const keysOf = async ({ url }: IdentityProvider) =>
      (await ask(`${url}/jwks`)).text;
    expect(await keysOf(other)).not.toEqual(await keysOf(provider));
    expect(await keysOf(other)).not.toContain('"d"');
    await other.stop();
    await expect(ask(other.url)).rejects.toThrow();
  });
});

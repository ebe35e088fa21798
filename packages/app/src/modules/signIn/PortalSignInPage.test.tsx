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
  createExtensionTester,
  renderInTestApp,
} from '@backstage/frontend-test-utils';
import type { BackstageIdentityApi } from '@backstage/core-plugin-api';
import { SignInPageBlueprint } from '@backstage/plugin-app-react';
import { cleanup, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { accountAuthApiRef } from './accountAuthApi';
import { PortalSignInPage } from './PortalSignInPage';

/** `app.signIn` of the configuration. */
interface SignInConfig {
  readonly guest?: boolean;
  readonly account?: { readonly title: string; readonly message: string };
}

/** The first page of a test file loads whatever pages need. */
const patience = { timeout: 20_000 };

const profile = { email: 'operator@tokpulse.example' };

const identity = {
  type: 'user' as const,
  userEntityRef: 'user:default/operator',
  ownershipEntityRefs: [],
};

function renderPage(
  { guest, account: words }: SignInConfig,
  getBackstageIdentity: BackstageIdentityApi['getBackstageIdentity'] = async () => ({
    token: 'token',
    identity,
  }),
) {
  const Page = createExtensionTester(PortalSignInPage).get(
    SignInPageBlueprint.dataRefs.component,
  );
  const account = {
    getBackstageIdentity: jest.fn(getBackstageIdentity),
    getProfile: jest.fn(async () => profile),
    signIn: jest.fn(),
    signOut: jest.fn(async () => {}),
    sessionState$: jest.fn(),
  };
  const onSignInSuccess = jest.fn();
  renderInTestApp(<Page onSignInSuccess={onSignInSuccess} />, {
    config: {
      app: {
        title: 'TokPulse Ops',
        signIn: { guest, account: words && { ...words } },
      },
      backend: { baseUrl: 'http://localhost:7007' },
    },
    apis: [[accountAuthApiRef, account]],
  });
  return { account, onSignInSuccess };
}

const named = (name: string, message: string) =>
  Object.assign(new Error(message), { name });

jest.setTimeout(30_000);

describe('the sign-in page', () => {
  const fetched = jest.spyOn(global, 'fetch');
  beforeEach(() => localStorage.clear());
  afterEach(() => fetched.mockReset());
  afterAll(() => fetched.mockRestore());

  const button = (name: string) =>
    screen.findByRole('button', { name }, patience);

  it('offers the accounts, in the words of the configuration, and the guest', async () => {
    renderPage({
      guest: true,
      account: { title: 'Be somebody', message: 'One of four.' },
    });
    expect(await button('Be somebody')).toBeEnabled();
    expect(screen.getByText('Sign in to TokPulse Ops')).toBeInTheDocument();
    expect(screen.getByText('One of four.')).toBeInTheDocument();
    expect(await button('Enter as guest')).toBeEnabled();
  });

  it('lets nobody in without an account unless that is configured', async () => {
    localStorage.setItem('tokpulse-ops.signIn.way', 'guest');
    renderPage({});
    expect(await button('Sign in')).toBeEnabled();
    expect(
      screen.queryByRole('button', { name: 'Enter as guest' }),
    ).not.toBeInTheDocument();
    expect(fetched).not.toHaveBeenCalled();
  });

  it('lets in whom the identity provider knows, and knows them after a reload', async () => {
    const { account, onSignInSuccess } = renderPage({});
    await userEvent.click(await button('Sign in'));
    expect(account.getBackstageIdentity).toHaveBeenCalledWith({
      instantPopup: true,
    });
    expect(onSignInSuccess).toHaveBeenCalledTimes(1);
    const [[signedIn]] = onSignInSuccess.mock.calls;
    expect(await signedIn.getProfileInfo()).toEqual(profile);
    expect(await signedIn.getBackstageIdentity()).toEqual(identity);
    expect(await signedIn.getCredentials()).toEqual({ token: 'token' });

    cleanup();
    const again = renderPage({});
    await waitFor(() => expect(again.onSignInSuccess).toHaveBeenCalled());
    expect(again.account.getBackstageIdentity).toHaveBeenCalledWith({
      optional: true,
    });

    await signedIn.signOut();
    expect(account.signOut).toHaveBeenCalled();
    cleanup();
    const after = renderPage({});
    expect(await button('Sign in')).toBeEnabled();
    expect(after.account.getBackstageIdentity).not.toHaveBeenCalled();
  });

  it('asks anew when the identity provider does not know them any more', async () => {
    localStorage.setItem('tokpulse-ops.signIn.way', 'account');
    const { onSignInSuccess } = renderPage({}, async () => undefined);
    expect(await button('Sign in')).toBeEnabled();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    expect(onSignInSuccess).not.toHaveBeenCalled();
  });

  it.each([
    {
      error: named('PopupClosedError', 'closed'),
      words: /was closed before it was done/,
    },
    { error: named('PopupRejectedError', 'rejected'), words: /Allow pop-ups/ },
    {
      error: new Error('There is no user with this address'),
      words: /no user with this/,
    },
  ])('says why nobody came in: $words', async ({ error, words }) => {
    const { onSignInSuccess } = renderPage({}, async () => {
      throw error;
    });
    await userEvent.click(await button('Sign in'));
    expect(await screen.findByRole('alert')).toHaveTextContent(words);
    expect(await button('Sign in')).toBeEnabled();
    expect(onSignInSuccess).not.toHaveBeenCalled();
  });

  it('waits while the other window is open', async () => {
    renderPage({ guest: true }, () => new Promise(() => {}));
    await userEvent.click(await button('Sign in'));
    expect(await button('Go on in the other window')).toBeDisabled();
    expect(await button('Enter as guest')).toBeDisabled();
  });

  it('lets a guest in', async () => {
    fetched.mockImplementation(async () =>
      Response.json({
        profile: { displayName: 'Guest' },
        providerInfo: {},
        backstageIdentity: {
          token: 'a.e30.b',
          identity: { ...identity, userEntityRef: 'user:default/guest' },
        },
      }),
    );
    const { onSignInSuccess } = renderPage({ guest: true });
    await userEvent.click(await button('Enter as guest'));
    await waitFor(() => expect(onSignInSuccess).toHaveBeenCalledTimes(1));
    const [[signedIn]] = onSignInSuccess.mock.calls;
    expect(await signedIn.getBackstageIdentity()).toMatchObject({
      userEntityRef: 'user:default/guest',
    });
  });

  it('says why a guest is not let in, and lets one choose again', async () => {
    localStorage.setItem('tokpulse-ops.signIn.way', 'guest');
    fetched.mockImplementation(async () =>
      Response.json(
        { error: { name: 'NotFoundError', message: 'No guests here' } },
        { status: 404 },
      ),
    );
    renderPage({ guest: true });
    expect(await screen.findByRole('alert', {}, patience)).toHaveTextContent(
      /404/,
    );
    expect(await button('Enter as guest')).toBeEnabled();
    expect(localStorage.getItem('tokpulse-ops.signIn.way')).toBeNull();
  });
});

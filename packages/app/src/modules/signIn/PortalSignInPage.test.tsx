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
import { SignInPageBlueprint } from '@backstage/plugin-app-react';
import { screen } from '@testing-library/react';
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

function renderPage({ guest, account: words }: SignInConfig) {
  const Page = createExtensionTester(PortalSignInPage).get(
    SignInPageBlueprint.dataRefs.component,
  );
  const account = {
    getBackstageIdentity: jest.fn(async () => ({
      token: 'token',
      identity: {
        type: 'user' as const,
        userEntityRef: 'user:default/operator',
        ownershipEntityRefs: [],
      },
    })),
    getProfile: jest.fn(async () => profile),
    signIn: jest.fn(),
    signOut: jest.fn(),
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

jest.setTimeout(30_000);

describe('the sign-in page', () => {
  beforeEach(() => localStorage.clear());

  it('offers the accounts, in the words of the configuration, and the guest', async () => {
    renderPage({
      guest: true,
      account: { title: 'Practice account', message: 'Be somebody.' },
    });
    expect(
      await screen.findByText('Sign in to TokPulse Ops', undefined, patience),
    ).toBeInTheDocument();
    expect(screen.getByText('Practice account')).toBeInTheDocument();
    expect(screen.getByText('Be somebody.')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Enter' })).toBeEnabled();
  });

  it('lets nobody in without an account unless that is configured', async () => {
    renderPage({});
    expect(await screen.findByText('Your account')).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Enter' }),
    ).not.toBeInTheDocument();
  });

  it('lets in whom the identity provider knows', async () => {
    const { account, onSignInSuccess } = renderPage({});
    await userEvent.click(
      await screen.findByRole('button', { name: 'Sign In' }),
    );
    expect(account.getBackstageIdentity).toHaveBeenCalledWith({
      instantPopup: true,
    });
    expect(onSignInSuccess).toHaveBeenCalledTimes(1);
    const [[identity]] = onSignInSuccess.mock.calls;
    expect(await identity.getProfileInfo()).toEqual(profile);
    expect(await identity.getBackstageIdentity()).toMatchObject({
      userEntityRef: 'user:default/operator',
    });
  });
});

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

import { UserIdentity } from '@backstage/core-components';
import { IdentityApi, useApi } from '@backstage/core-plugin-api';
import { useCallback, useEffect, useRef, useState } from 'react';
import { accountAuthApiRef } from './accountAuthApi';
import { forgetWay, rememberedWay, rememberWay, Way } from './rememberedWay';

/** Where the sign-in page stands. */
export type SignInState =
  /** The browser may know who is there. */
  | { readonly at: 'recognising' }
  | { readonly at: 'choosing'; readonly problem?: string }
  /** The identity provider's window is open. */
  | { readonly at: 'window' }
  | { readonly at: 'guest' };

/** What the page does; `signedIn` is called once somebody is in. */
export function useSignIn(options: {
  readonly guests: boolean;
  readonly signedIn: (identity: IdentityApi) => void;
}) {
  const { guests, signedIn } = options;
  const account = useApi(accountAuthApiRef);
  const [state, setState] = useState<SignInState>({ at: 'recognising' });

  const arrive = useCallback(
    (way: Way, identity: IdentityApi) => signedIn(rememberWay(way, identity)),
    [signedIn],
  );

  const enterWithAccount = useCallback(
    async (how: { instantPopup: true } | { optional: true }) => {
      const response = await account.getBackstageIdentity(how);
      if (!response) {
        return false;
      }
      const { identity } = response;
      arrive('account', UserIdentity.create({ identity, authApi: account }));
      return true;
    },
    [account, arrive],
  );

  const signInWithAccount = async () => {
    setState({ at: 'window' });
    try {
      if (!(await enterWithAccount({ instantPopup: true }))) {
        throw new Error('The portal has no sign-in resolver for this account');
      }
    } catch (error) {
      setState({ at: 'choosing', problem: problemOf(error) });
    }
  };

  const refuseGuest = useCallback((error: Error | undefined) => {
    forgetWay();
    setState({ at: 'choosing', problem: problemOf(error) });
  }, []);

  const recognised = useRef(false);
  useEffect(() => {
    if (recognised.current) {
      return;
    }
    recognised.current = true;
    const way = rememberedWay();
    if (way === 'guest' && guests) {
      setState({ at: 'guest' });
    } else if (way === 'account') {
      enterWithAccount({ optional: true })
        .catch(() => false)
        .then(entered => entered || setState({ at: 'choosing' }));
    } else {
      setState({ at: 'choosing' });
    }
  }, [enterWithAccount, guests]);

  return {
    state,
    signInWithAccount,
    enterAsGuest: () => setState({ at: 'guest' }),
    guestArrived: (identity: IdentityApi) => arrive('guest', identity),
    refuseGuest,
  };
}

function problemOf(error: unknown): string {
  const { name, message } =
    error instanceof Error ? error : new Error(String(error));
  switch (name) {
    case 'PopupRejectedError':
      return 'The browser did not open the sign-in window. Allow pop-ups for this page and try again.';
    case 'PopupClosedError':
      return 'The sign-in window was closed before it was done.';
    default:
      return message;
  }
}

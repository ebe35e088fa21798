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

import { Progress, ProxiedSignInPage } from '@backstage/core-components';
import {
  configApiRef,
  SignInPageProps,
  useApi,
} from '@backstage/core-plugin-api';
import { SignInPageBlueprint } from '@backstage/plugin-app-react';
import { useEffect, useMemo } from 'react';
import { SignInCard } from './SignInCard';
import { useSignIn } from './useSignIn';

const PortalPage = ({ onSignInSuccess }: SignInPageProps) => {
  const config = useApi(configApiRef);
  const account = config.getOptionalConfig('app.signIn.account');
  const guests = config.getOptionalBoolean('app.signIn.guest') ?? false;
  const { state, signInWithAccount, enterAsGuest, guestArrived, refuseGuest } =
    useSignIn({
      guests,
      signedIn: onSignInSuccess,
    });
  const GuestRefused = useMemo(
    () =>
      function GuestIsRefused({ error }: { readonly error?: Error }) {
        useEffect(() => refuseGuest(error), [error]);
        return null;
      },
    [refuseGuest],
  );

  switch (state.at) {
    case 'recognising':
      return <Progress />;
    case 'guest':
      return (
        <ProxiedSignInPage
          provider="guest"
          onSignInSuccess={guestArrived}
          ErrorComponent={GuestRefused}
        />
      );
    case 'choosing':
    case 'window':
      return (
        <SignInCard
          title={config.getOptionalString('app.title') ?? 'the portal'}
          account={{
            title: account?.getOptionalString('title') ?? 'Sign in',
            message:
              account?.getOptionalString('message') ??
              'With the account of your organisation.',
          }}
          waiting={state.at === 'window'}
          problem={state.at === 'choosing' ? state.problem : undefined}
          onAccount={signInWithAccount}
          onGuest={guests ? enterAsGuest : undefined}
        />
      );
    default:
      throw new Error(`Unknown state ${JSON.stringify(state satisfies never)}`);
  }
};

export const PortalSignInPage = SignInPageBlueprint.make({
  params: { loader: async () => PortalPage },
});

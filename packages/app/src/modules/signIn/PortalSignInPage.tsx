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

import { SignInPage } from '@backstage/core-components';
import { configApiRef, useApi } from '@backstage/core-plugin-api';
import { SignInPageBlueprint } from '@backstage/plugin-app-react';
import type { ComponentProps } from 'react';
import { accountAuthApiRef } from './accountAuthApi';

type PortalPageProps = Pick<
  ComponentProps<typeof SignInPage>,
  'onSignInSuccess'
>;

const PortalPage = ({ onSignInSuccess }: PortalPageProps) => {
  const config = useApi(configApiRef);
  const title = config.getOptionalString('app.title') ?? 'Portal';
  const account = config.getOptionalConfig('app.signIn.account');
  const guests = config.getOptionalBoolean('app.signIn.guest') ?? false;
  return (
    <SignInPage
      onSignInSuccess={onSignInSuccess}
      title={`Sign in to ${title}`}
      align="center"
      providers={[
        {
          id: 'oidc',
          title: account?.getOptionalString('title') ?? 'Your account',
          message:
            account?.getOptionalString('message') ??
            'Sign in with the account of your organisation.',
          apiRef: accountAuthApiRef,
        },
        ...(guests ? (['guest'] as const) : []),
      ]}
    />
  );
};

export const PortalSignInPage = SignInPageBlueprint.make({
  params: { loader: async () => PortalPage },
});

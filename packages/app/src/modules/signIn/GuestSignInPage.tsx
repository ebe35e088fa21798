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

type GuestPageProps = Pick<
  ComponentProps<typeof SignInPage>,
  'onSignInSuccess'
>;

const GuestPage = ({ onSignInSuccess }: GuestPageProps) => {
  const title = useApi(configApiRef).getOptionalString('app.title') ?? 'Portal';
  return (
    <SignInPage
      onSignInSuccess={onSignInSuccess}
      title={`Sign in to ${title}`}
      align="center"
      providers={['guest']}
    />
  );
};

/**
 * The guest provider answers in development only, so the same bundle cannot be
 * entered by a guest where the portal runs in production.
 */
export const GuestSignInPage = SignInPageBlueprint.make({
  params: { loader: async () => GuestPage },
});

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

import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { StylesProvider } from '@material-ui/core/styles';
import {
  AuthorizeResult,
  type EvaluatePermissionRequest,
} from '@backstage/plugin-permission-common';
import type { RenderResult } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { SWRConfig } from 'swr';
import { people } from '../__fixtures__/people';
import { fakeApi } from './fakeApi';
import { type TokPulseOpsApi, tokpulseOpsApiRef } from '../api/tokpulseOpsApi';
import { OpsDataProvider } from '../data/OpsDataProvider';
import { rootRouteRef } from '../routes';

export interface RenderOpsOptions {
  readonly api?: TokPulseOpsApi;
  /** Names of permissions that the reader lacks. */
  readonly denied?: readonly string[];
  readonly path?: string;
  readonly mountPath?: string;
}

/** Renders a part of the pages as the portal does, with a backend of one's own. */
export function renderOps(
  element: JSX.Element,
  options: RenderOpsOptions = {},
): RenderResult & { readonly user: UserEvent } {
  const { api = fakeApi(), denied = [], path = '/', mountPath } = options;
  const authorize = ({ permission }: EvaluatePermissionRequest) =>
    denied.includes(permission.name)
      ? AuthorizeResult.DENY
      : AuthorizeResult.ALLOW;
  const rendered = renderInTestApp(
    // Permissions that an earlier test was given must not be remembered.
    <SWRConfig value={{ provider: () => new Map() }}>
      {/* The names of elements are computed from the styles of each: without
          style sheets, in half the time. */}
      <StylesProvider disableGeneration>
        <OpsDataProvider>{element}</OpsDataProvider>
      </StylesProvider>
    </SWRConfig>,
    {
      initialRouteEntries: [path],
      ...(mountPath !== undefined && { mountPath }),
      mountedRoutes: {
        '/tokpulse-ops': rootRouteRef,
        '/catalog/:namespace/:kind/:name': entityRouteRef,
      },
      apis: [
        [tokpulseOpsApiRef, api],
        [catalogApiRef, catalogApiMock({ entities: people })],
        mockApis.permission({ authorize }),
        mockApis.identity({ userEntityRef: 'user:default/guest' }),
      ],
    },
  );
  return { ...rendered, user: userEvent.setup({ delay: null }) };
}

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
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { identityApiRef } from '@backstage/core-plugin-api';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { screen, within } from '@testing-library/react';
import { fakeApi } from './__testUtils__/fakeApi';
import { waitingForConfirmation } from './__fixtures__/runs';
import { tokpulseOpsApiRef } from './api/tokpulseOpsApi';
import { OperationsContent } from './operations/OperationsContent';
import { rootRouteRef } from './routes';

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'tokpulse-partner-app',
    annotations: { 'tokpulse.com/service': 'tokpulse' },
  },
};

describe('The components in an app of the old frontend system', () => {
  it('work as they do in the new one', async () => {
    const run = waitingForConfirmation();
    const api = fakeApi({
      listRuns: async ({ state } = {}) => ({
        items: state === undefined ? [] : [run],
      }),
    });
    await renderInTestApp(
      <TestApiProvider
        apis={[
          [tokpulseOpsApiRef, api],
          [permissionApiRef, mockApis.permission()],
          [
            identityApiRef,
            mockApis.identity({ userEntityRef: 'user:default/guest' }),
          ],
        ]}
      >
        <EntityProvider entity={entity}>
          <OperationsContent />
        </EntityProvider>
      </TestApiProvider>,
      {
        mountedRoutes: {
          '/tokpulse-ops': rootRouteRef,
          '/catalog/:namespace/:kind/:name': entityRouteRef,
        },
      },
    );

    expect((await screen.findAllByText('Unhealthy')).length).toBeGreaterThan(0);
    const active = await screen.findByRole('region', { name: 'In progress' });
    expect(
      within(active).getByRole('link', { name: 'P0 – Service down' }),
    ).toHaveAttribute('href', `/tokpulse-ops/runs/${run.id}`);
  });
});

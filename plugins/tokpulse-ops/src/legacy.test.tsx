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

import type { Entity } from '@backstage/catalog-model';
import {
  type AnyApiFactory,
  discoveryApiRef,
  fetchApiRef,
  identityApiRef,
} from '@backstage/core-plugin-api';
import {
  catalogPlugin,
  EntityLayout,
  EntitySwitch,
} from '@backstage/plugin-catalog';
import {
  catalogApiRef,
  EntityProvider,
  entityRouteRef,
  MockStarredEntitiesApi,
  starredEntitiesApiRef,
} from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import {
  mockApis,
  TestApiProvider,
  wrapInTestApp,
} from '@backstage/test-utils';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { TokPulseOpsClient } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { Route, Routes } from 'react-router-dom';
import { RUN_ID, verifying, waitingForConfirmation } from './__fixtures__/runs';
import { fakeApi } from './__testUtils__/fakeApi';
import { pretendLayout } from './__testUtils__/layout';
import {
  EntityTokPulseOpsContent,
  EntityTokPulseOpsHealthCard,
  EntityTokPulseOpsPerformanceCard,
  EntityTokPulseOpsRunbooksCard,
  EntityTokPulseOpsSubscriptionsCard,
  isTokPulseOpsAvailable,
  tokpulseOpsApiRef,
  TokPulseOpsIcon,
  TokPulseOpsPage,
  tokpulseOpsPlugin,
} from './legacy';

jest.setTimeout(60_000);
pretendLayout({ width: 1200, height: 800 });

const component = (annotations: Record<string, string>): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'tokpulse-partner-app', annotations },
});
const operated = component({ 'tokpulse.com/service': 'tokpulse' });
const other = component({});

const overview = (
  <EntitySwitch>
    <EntitySwitch.Case if={isTokPulseOpsAvailable}>
      <>
        <EntityTokPulseOpsHealthCard />
        <EntityTokPulseOpsRunbooksCard />
        <EntityTokPulseOpsPerformanceCard />
        <EntityTokPulseOpsSubscriptionsCard />
      </>
    </EntitySwitch.Case>
    <EntitySwitch.Case>No service</EntitySwitch.Case>
  </EntitySwitch>
);

/** The routes of a small app of the old frontend system. */
const SmallApp = ({ entity }: { readonly entity: Entity }) => (
  <Routes>
    <Route path="/tokpulse-ops/*" element={<TokPulseOpsPage />} />
    <Route
      path="/catalog/:namespace/:kind/:name/*"
      element={
        <EntityProvider entity={entity}>
          <EntityLayout>
            <EntityLayout.Route path="/" title="Overview">
              {overview}
            </EntityLayout.Route>
            <EntityLayout.Route
              path="/operations"
              title="Operations"
              if={isTokPulseOpsAvailable}
            >
              <EntityTokPulseOpsContent />
            </EntityLayout.Route>
          </EntityLayout>
        </EntityProvider>
      }
    />
  </Routes>
);

const { root, entityContent } = tokpulseOpsPlugin.routes;
const entityPath = '/catalog/default/component/tokpulse-partner-app';

const open = (
  at: string,
  options: {
    readonly api?: ReturnType<typeof fakeApi>;
    readonly entity?: Entity;
  } = {},
) => {
  const { api = fakeApi(), entity = operated } = options;
  const user = userEvent.setup();
  render(
    wrapInTestApp(
      <TestApiProvider
        apis={[
          [tokpulseOpsApiRef, api],
          [permissionApiRef, mockApis.permission()],
          [catalogApiRef, catalogApiMock({ entities: [entity] })],
          [starredEntitiesApiRef, new MockStarredEntitiesApi()],
          [
            identityApiRef,
            mockApis.identity({ userEntityRef: 'user:default/guest' }),
          ],
        ]}
      >
        <SmallApp entity={entity} />
      </TestApiProvider>,
      {
        routeEntries: [at],
        mountedRoutes: {
          '/tokpulse-ops': root,
          '/catalog': catalogPlugin.routes.catalogIndex,
          '/catalog/:namespace/:kind/:name': entityRouteRef,
          '/catalog/:namespace/:kind/:name/operations': entityContent,
        },
      },
    ),
  );
  return user;
};

describe('The plugin in an app of the old frontend system', () => {
  it('brings the client of the backend', async () => {
    const factory = [...tokpulseOpsPlugin.getApis()].find(
      (one: AnyApiFactory) => one.api.id === tokpulseOpsApiRef.id,
    );
    expect(factory?.deps).toEqual({
      discoveryApi: discoveryApiRef,
      fetchApi: fetchApiRef,
    });
    const discoveryApi = mockApis.discovery({ baseUrl: 'http://portal' });
    const asked = jest.fn(async () => Response.json({ items: [] }));
    const client = factory?.factory({
      discoveryApi,
      fetchApi: { fetch: asked },
    });
    expect(client).toBeInstanceOf(TokPulseOpsClient);
    expect(tokpulseOpsPlugin.getId()).toBe('tokpulse-ops');
  });

  it('has a page with the services, and its parts below it', async () => {
    const user = open('/tokpulse-ops');
    expect(
      await screen.findByRole('heading', { name: 'Operations', level: 1 }),
    ).toBeVisible();
    expect(await screen.findByText(/^Open TokPulse$|^TokPulse$/)).toBeVisible();
    await user.click(await screen.findByRole('link', { name: 'Locks' }));
    expect(await screen.findByText('No target is held')).toBeVisible();
  });

  it('has a page for each run', async () => {
    open(`/tokpulse-ops/runs/${RUN_ID}`, {
      api: fakeApi({ run: verifying() }),
    });
    expect(await screen.findByText('P0 – Service down')).toBeVisible();
    expect(await screen.findByRole('tab', { name: 'Record' })).toBeVisible();
  });

  it('has a tab that leads to the run in progress', async () => {
    const run = waitingForConfirmation();
    const user = open(`${entityPath}/operations`, {
      api: fakeApi({
        run,
        listRuns: async ({ state } = {}) => ({
          items: state === undefined ? [] : [run],
        }),
      }),
    });
    expect((await screen.findAllByText('Unhealthy')).length).toBeGreaterThan(0);
    const active = await screen.findByRole('region', { name: 'In progress' });
    await user.click(
      within(active).getByRole('link', { name: 'P0 – Service down' }),
    );
    expect(await screen.findByRole('tab', { name: 'Record' })).toBeVisible();
  });

  it('has cards for the overview, which lead to the tab', async () => {
    const user = open(entityPath);
    for (const [title, link, section] of [
      ['Health', 'Open operations', ''],
      ['Runbooks', 'Open runbooks', '?section=runbooks'],
      ['Performance', 'Open performance', '?section=performance'],
      ['Subscriptions', 'Open subscriptions', '?section=subscriptions'],
    ]) {
      expect(await screen.findByRole('heading', { name: title })).toBeVisible();
      expect(screen.getByText(link).closest('a')).toHaveAttribute(
        'href',
        `${entityPath}/operations${section}`,
      );
    }
    await user.click(screen.getByText('Open operations'));
    expect(await screen.findByRole('region', { name: 'Status' })).toBeVisible();
  });

  it('leaves entities alone that name no service', async () => {
    open(entityPath, { entity: other });
    expect(await screen.findByText('No service')).toBeVisible();
    expect(
      screen.queryByRole('tab', { name: 'Operations' }),
    ).not.toBeInTheDocument();
    expect(isTokPulseOpsAvailable(other)).toBe(false);
    expect(isTokPulseOpsAvailable(operated)).toBe(true);
  });

  it('has an icon that counts what waits, also without the API', () => {
    const { container } = render(wrapInTestApp(<TokPulseOpsIcon />));
    expect(container.querySelector('svg')).toBeInTheDocument();
  });
});

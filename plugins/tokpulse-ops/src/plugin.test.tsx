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
  renderTestApp,
} from '@backstage/frontend-test-utils';
import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { createTestEntityPage } from '@backstage/plugin-catalog-react/testUtils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { screen } from '@testing-library/react';
import { fakeApi } from './__testUtils__/fakeApi';
import { RUN_ID, verifying } from './__fixtures__/runs';
import { pretendLayout } from './__testUtils__/layout';
import plugin, { tokpulseOpsApiRef } from './index';

pretendLayout({ width: 1200, height: 800 });

const content = plugin.getExtension('entity-content:tokpulse-ops/operations');
const card = plugin.getExtension('entity-card:tokpulse-ops/health');

const component = (annotations: Record<string, string>) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'tokpulse-partner-app', annotations },
});
const entity = component({ 'tokpulse.com/service': 'tokpulse' });
const apis = [[tokpulseOpsApiRef, fakeApi({ run: verifying() })]] as const;
const mountedRoutes = {
  '/catalog/:namespace/:kind/:name': entityRouteRef,
};

describe('The plugin in an app of the new frontend system', () => {
  it('has a page with the services', async () => {
    renderTestApp({
      features: [plugin],
      initialRouteEntries: ['/tokpulse-ops'],
      apis,
      mountedRoutes,
    });

    expect(
      await screen.findByRole('list', { name: 'Services' }),
    ).toBeInTheDocument();
  });

  it('has a page for each run', async () => {
    renderTestApp({
      features: [plugin],
      initialRouteEntries: [`/tokpulse-ops/runs/${RUN_ID}`],
      apis,
      mountedRoutes,
    });

    expect(await screen.findByText('P0 – Service down')).toBeInTheDocument();
  });

  it('has a tab on entities that name a service, and only there', async () => {
    renderTestApp({
      extensions: [createTestEntityPage({ entity }), content],
      features: [plugin],
      apis,
      mountedRoutes,
    });
    expect(await screen.findByText('Hosts and checks')).toBeInTheDocument();

    const filter = createExtensionTester(content).get(
      EntityContentBlueprint.dataRefs.filterFunction,
    );
    expect(filter?.(entity)).toBe(true);
    expect(filter?.(component({}))).toBe(false);
  });

  it('has a card for the overview of such an entity', async () => {
    renderTestApp({
      extensions: [createTestEntityPage({ entity }), card],
      features: [plugin],
      apis,
      mountedRoutes,
    });

    expect(await screen.findByText('Open operations')).toHaveAttribute(
      'href',
      '/catalog/default/component/tokpulse-partner-app/operations',
    );
  });
});

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

import { createDevApp } from '@backstage/frontend-dev-utils';
import {
  ApiBlueprint,
  createFrontendModule,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { tokpulseOpsApiRef } from '../src/api/tokpulseOpsApi';
import plugin from '../src';
import { people } from '../src/__fixtures__/people';
import { createHarnessApi } from './createHarnessApi';

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'tokpulse-partner-app',
    title: 'TokPulse partner app',
    description: 'The API that merchants, partners and webhooks talk to',
    annotations: { 'tokpulse.com/service': 'tokpulse' },
  },
  spec: { type: 'service', lifecycle: 'production', owner: 'tokpulse-ops' },
};

const harnessApi = createHarnessApi(window.location.search);

const harness = createFrontendModule({
  pluginId: 'tokpulse-ops',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: tokpulseOpsApiRef,
          deps: {},
          factory: () => harnessApi,
        }),
    }),
    // The sections of a service by themselves, to look at their states.
    PageBlueprint.make({
      name: 'sections',
      params: {
        path: '/sections',
        title: 'Sections',
        loader: () => import('./SectionsPage').then(m => <m.SectionsPage />),
      },
    }),
  ],
});

const catalogHarness = createFrontendModule({
  pluginId: 'catalog',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: catalogApiRef,
          deps: {},
          factory: () => catalogApiMock({ entities: [entity, ...people] }),
        }),
    }),
  ],
});

createDevApp({ features: [plugin, harness, catalogPlugin, catalogHarness] });

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

import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { Dependents } from './Dependents';

const entity = (
  ref: string,
  relations: Readonly<Record<string, readonly string[]>> = {},
  title?: string,
): Entity => {
  const [, kind, name] = /^(.+):default\/(.+)$/.exec(ref) ?? [];
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { name, namespace: 'default', ...(title && { title }) },
    relations: Object.entries(relations).flatMap(([type, targets]) =>
      targets.map(targetRef => ({ type, targetRef })),
    ),
  };
};

const SHOP = 'component:default/shop';

const search = async (entities: readonly Entity[], from = [SHOP]) => {
  const catalog = catalogServiceMock({ entities: [...entities] });
  const { dependents, findings } = await new Dependents({
    catalog,
    logger: mockServices.logger.mock(),
  }).of(from, mockCredentials.user());
  return {
    found: dependents.map(one => `${one.distance} ${one.entityRef}`),
    dependents,
    findings,
  };
};

describe('what depends on a service', () => {
  it('is what states it, what it is part of, and who consumes its APIs', async () => {
    const { found, dependents, findings } = await search([
      entity(SHOP, {
        dependencyOf: ['component:default/till'],
        partOf: ['system:default/sales'],
        providesApi: ['api:default/orders'],
        dependsOn: ['resource:default/database'],
        ownedBy: ['group:default/operators'],
      }),
      entity('component:default/till', {}, 'The till'),
      entity('system:default/sales'),
      entity('resource:default/database'),
      entity('api:default/orders', {
        apiConsumedBy: ['component:default/website'],
        apiProvidedBy: [SHOP],
      }),
      entity('component:default/website'),
    ]);
    expect(found).toEqual([
      '1 component:default/till',
      '1 component:default/website',
      '1 system:default/sales',
    ]);
    expect(dependents[0].title).toBe('The till');
    expect(findings).toEqual([]);
  });

  it('is followed for three hops, nearest first, and not round in a circle', async () => {
    const chain = ['shop', 'a', 'b', 'c', 'd'];
    const { found } = await search([
      ...chain.map((name, index) =>
        entity(`component:default/${name}`, {
          dependencyOf: [
            `component:default/${chain[(index + 1) % chain.length]}`,
            SHOP,
          ],
        }),
      ),
    ]);
    expect(found).toEqual([
      '1 component:default/a',
      '2 component:default/b',
      '3 component:default/c',
    ]);
  });

  it('begins at every entity of the service, and leaves these out', async () => {
    const { found } = await search(
      [
        entity(SHOP, { partOf: ['system:default/sales'] }),
        entity('system:default/sales', {
          dependencyOf: ['component:default/till'],
        }),
        entity('component:default/till'),
      ],
      [SHOP, 'system:default/sales'],
    );
    expect(found).toEqual(['1 component:default/till']);
  });

  it('is at most a hundred, and says that there are more', async () => {
    const names = Array.from(
      { length: 150 },
      (_, index) => `component:default/c${index}`,
    );
    const { found, findings } = await search([
      entity(SHOP, { dependencyOf: names }),
      ...names.map(name => entity(name)),
    ]);
    expect(found).toHaveLength(100);
    expect(findings).toMatchObject([
      { level: 'warning', code: 'many-dependents' },
    ]);
  });

  it('holds nothing that the caller may not see, nor what lies behind it', async () => {
    // The catalog answers to these credentials as if it were not there.
    const { found } = await search([
      entity(SHOP, {
        dependencyOf: ['component:default/secret', 'component:default/till'],
      }),
      entity('component:default/till'),
      entity('component:default/behind'),
    ]);
    expect(found).toEqual(['1 component:default/till']);
  });

  it('is read with the credentials of the caller', async () => {
    const catalog = catalogServiceMock.mock({
      getEntitiesByRefs: async ({ entityRefs }) => ({
        items: [...entityRefs].map(ref => entity(ref)),
      }),
    });
    const credentials = mockCredentials.user('user:default/vera');
    await new Dependents({
      catalog,
      logger: mockServices.logger.mock(),
    }).of([SHOP], credentials);
    expect(catalog.getEntitiesByRefs).toHaveBeenCalledWith(
      expect.objectContaining({ entityRefs: [SHOP] }),
      { credentials },
    );
  });

  it('is not known while the catalog is away, which does not stop a plan', async () => {
    const catalog = catalogServiceMock.mock({
      getEntitiesByRefs: async () => {
        throw new Error('away');
      },
    });
    const radius = await new Dependents({
      catalog,
      logger: mockServices.logger.mock(),
    }).of([SHOP], mockCredentials.user());
    expect(radius).toMatchObject({
      dependents: [],
      findings: [{ level: 'warning', code: 'dependents-not-known' }],
    });
  });
});

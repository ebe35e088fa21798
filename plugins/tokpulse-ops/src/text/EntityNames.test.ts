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

import type { EntityRefPresentationSnapshot } from '@backstage/plugin-catalog-react';
import { EntityNames } from './EntityNames';

const OLAF = 'user:default/operator';

/** A portal whose catalog answers when it is told to. */
function slowPortal() {
  const answers = new Map<string, (title: string) => void>();
  return {
    answers,
    presentations: {
      forEntity: (entity: unknown) => {
        const entityRef = String(entity);
        return {
          snapshot: { entityRef, primaryTitle: entityRef },
          promise: new Promise<EntityRefPresentationSnapshot>(resolve => {
            answers.set(entityRef, primaryTitle =>
              resolve({ entityRef, primaryTitle }),
            );
          }),
        };
      },
    },
  };
}

describe('Names of entities', () => {
  it('are those of the catalog as soon as it has answered', async () => {
    const { answers, presentations } = slowPortal();
    const names = new EntityNames({ presentations });
    expect(names.nameOf(OLAF)).toBe('operator');

    const told = new Promise<void>(resolve => names.watch(resolve));
    const before = names.version();
    answers.get(OLAF)?.('Olaf Brandt');
    await told;

    expect(names.nameOf(OLAF)).toBe('Olaf Brandt');
    expect(names.version()).toBeGreaterThan(before);
  });

  it('are asked for once', () => {
    const { presentations } = slowPortal();
    const forEntity = jest.spyOn(presentations, 'forEntity');
    const names = new EntityNames({ presentations });
    names.nameOf(OLAF);
    names.nameOf(OLAF);
    expect(forEntity).toHaveBeenCalledTimes(1);
  });

  it('stay those of the refs where the catalog cannot be asked', async () => {
    const names = new EntityNames({
      presentations: {
        forEntity: () => ({
          snapshot: { entityRef: OLAF, primaryTitle: OLAF },
          promise: Promise.reject(new Error('Forbidden')),
        }),
      },
    });
    expect(names.nameOf(OLAF)).toBe('operator');
    await Promise.resolve();
    expect(names.nameOf(OLAF)).toBe('operator');
    expect(new EntityNames({}).nameOf('group:default/leads')).toBe('leads');
  });

  it('are the refs themselves of what is no entity, of which nobody asks', () => {
    const { answers, presentations } = slowPortal();
    const names = new EntityNames({ presentations });
    expect(names.nameOf('external:scheduler/')).toBe('external:scheduler/');
    expect(answers.size).toBe(0);
  });
});

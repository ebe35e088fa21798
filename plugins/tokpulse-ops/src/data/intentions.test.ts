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

import { refusal } from '../__testUtils__/fakeApi';
import { Intentions, isAnswerLost } from './intentions';

const confirm = { kind: 'confirm', stepId: 'restart' };

describe('Intentions', () => {
  it('sends what was lost again with the same key', async () => {
    const intentions = new Intentions();
    const keys: string[] = [];
    const lost = async (options: { idempotencyKey: string }) => {
      keys.push(options.idempotencyKey);
      throw new TypeError('Failed to fetch');
    };
    await expect(intentions.send(confirm, lost)).rejects.toThrow();
    await intentions.send({ ...confirm }, async ({ idempotencyKey }) => {
      keys.push(idempotencyKey);
    });

    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[1]).toBe(keys[0]);
  });

  it('keeps the key while the first request is still worked on', async () => {
    const intentions = new Intentions();
    const keys = new Set<string>();
    const error = await refusal({
      status: 409,
      name: 'ConflictError',
      message: 'This request is being worked on',
      code: 'request-in-progress',
    });
    for (const answer of [error, undefined]) {
      await intentions
        .send(confirm, async ({ idempotencyKey }) => {
          keys.add(idempotencyKey);
          if (answer) {
            throw answer;
          }
        })
        .catch(() => undefined);
    }

    expect(keys.size).toBe(1);
  });

  it('takes another key for what is wanted anew, or is refused', async () => {
    const intentions = new Intentions();
    const keys = new Set<string>();
    const refused = await refusal({
      status: 409,
      name: 'ConflictError',
      message: 'Another person leads',
    });
    const answers = [undefined, refused, undefined];
    for (const answer of answers) {
      await intentions
        .send(confirm, async ({ idempotencyKey }) => {
          keys.add(idempotencyKey);
          if (answer) {
            throw answer;
          }
        })
        .catch(() => undefined);
    }

    expect(keys.size).toBe(3);
  });

  it('takes another key for something else', async () => {
    const intentions = new Intentions();
    const keys = new Set<string>();
    for (const stepId of ['restart', 'rollback']) {
      await intentions
        .send({ kind: 'confirm', stepId }, async ({ idempotencyKey }) => {
          keys.add(idempotencyKey);
          throw new TypeError('Failed to fetch');
        })
        .catch(() => undefined);
    }

    expect(keys.size).toBe(2);
  });
});

describe('isAnswerLost', () => {
  it('tells trouble from a refusal', async () => {
    const of = async (status: number) =>
      isAnswerLost(await refusal({ status, name: 'x', message: 'x' }));

    expect(await of(502)).toBe(true);
    expect(await of(403)).toBe(false);
    expect(await of(422)).toBe(false);
    expect(isAnswerLost(new TypeError('Failed to fetch'))).toBe(true);
  });
});

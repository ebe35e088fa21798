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

import { z } from 'zod';
import { createMockServiceAccess } from '../testUtils';
import { ActionError } from './ActionError';
import {
  createRunbookAction,
  done,
  waitForInput,
  waitForTimer,
} from './createRunbookAction';

const define = (options: {
  readonly id?: string;
  readonly effect?: 'read' | 'idempotent' | 'once';
  readonly targets?: () => readonly string[];
}) =>
  createRunbookAction({
    id: 'acme:scale',
    description: 'Scales it',
    effect: 'once',
    input: z.object({ to: z.number() }),
    output: z.object({ size: z.number() }),
    plan: () => [],
    execute: async ({ input }) => done({ size: input.to }),
    ...options,
  });

describe('createRunbookAction', () => {
  it.each(['scale', 'acme:', ':scale', 'Acme:scale', 'acme scale', 'acme:1'])(
    'refuses the id %p',
    id => {
      expect(() => define({ id })).toThrow(
        `Runbook action id '${id}' must look like 'provider:verb'`,
      );
    },
  );

  it('locks the provider of a service by default, and nothing for a read', () => {
    const service = createMockServiceAccess({ id: 'shop' });
    const input = { to: 2 };
    expect(define({}).targets({ input, service })).toEqual(['shop/acme']);
    expect(define({ effect: 'read' }).targets({ input, service })).toEqual([]);
    expect(
      define({ targets: () => ['shop/scale'] }).targets({ input, service }),
    ).toEqual(['shop/scale']);
  });

  it('templates every field unless the action says otherwise', () => {
    expect(define({}).untemplated).toEqual([]);
  });

  it('tells an output from a wait', () => {
    expect(done({ size: 2 })).toEqual({ output: { size: 2 } });
    expect(waitForTimer({ milliseconds: 5, reason: 'so' })).toEqual({
      wait: 'timer',
      milliseconds: 5,
      reason: 'so',
    });
    expect(
      waitForInput({ request: { kind: 'confirm', message: 'Sure?' } }),
    ).toEqual({
      wait: 'input',
      request: { kind: 'confirm', message: 'Sure?' },
    });
  });
});

describe('ActionError', () => {
  it('had no effect unless it says so, and keeps its cause', () => {
    const cause = new Error('raw');
    const error = new ActionError({ code: 'timeout', message: 'slow', cause });
    expect(error).toMatchObject({ effect: 'none', cause, name: 'ActionError' });
    expect(
      new ActionError({ code: 'timeout', message: 'x', effect: 'possible' })
        .effect,
    ).toBe('possible');
  });
});

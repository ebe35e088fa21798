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

import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { readApprovalsConfig } from './approvalsConfig';

const read = (approvals: JsonObject, roles: JsonObject = {}) =>
  readApprovalsConfig(new ConfigReader({ tokpulseOps: { approvals, roles } }));

describe('readApprovalsConfig', () => {
  it('asks nobody in particular, for four hours, by default', () => {
    expect(read({})).toEqual({
      mode: 'solo',
      settings: { from: [], notify: [], expireAfterMs: 4 * 3_600_000 },
      roleMembers: [],
    });
  });

  it('completes refs and reads times', () => {
    expect(
      read(
        {
          mode: 'team',
          from: ['dba', 'user:Jane'],
          notify: ['group:ops/night'],
          expireAfter: '90m',
        },
        { approver: ['approvers'], administrator: ['user:ada'] },
      ),
    ).toEqual({
      mode: 'team',
      settings: {
        from: ['group:default/dba', 'user:default/jane'],
        notify: ['group:ops/night'],
        expireAfterMs: 5_400_000,
      },
      roleMembers: ['group:default/approvers', 'user:default/ada'],
    });
  });

  it.each([
    [{ mode: 'alone' }, 'approvals.mode must be solo or team'],
    [{ from: ['component:default/shop'] }, 'approvals.from lists'],
    [{ notify: ['group:'] }, 'approvals.notify lists'],
    [{ expireAfter: '30s' }, 'approvals.expireAfter must be a time'],
    [{ expireAfter: '8d' }, 'approvals.expireAfter must be a time'],
    [{ expireAfter: 'soon' }, 'approvals.expireAfter must be a time'],
  ])('refuses %j', (approvals, message) => {
    expect(() => read(approvals)).toThrow(message);
  });
});

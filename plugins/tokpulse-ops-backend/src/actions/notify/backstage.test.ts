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
  createMockServiceAccess,
  executeAction,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node/testUtils';
import { failureOf } from '../../__testUtils__/failureOf';
import { createNotifyBackstage } from './backstage';

const input = {
  recipients: ['group:default/tokpulse-operators'],
  title: 'TokPulse is back',
  message: 'Restarted once',
  severity: 'high' as const,
};

describe('notify:backstage', () => {
  it('sends one notification that a second try replaces', async () => {
    const send = jest.fn(async () => {});
    const action = createNotifyBackstage({ notifications: { send } });
    const service = createMockServiceAccess({ id: 'tokpulse' });
    const first = await executeAction(action, { input, service });
    await executeAction(action, { input, service, attempt: 2 });

    expect(first.output).toEqual({ recipients: input.recipients });
    expect(send).toHaveBeenNthCalledWith(1, {
      recipients: {
        type: 'entity',
        entityRef: ['group:default/tokpulse-operators'],
      },
      payload: {
        title: 'TokPulse is back',
        description: 'Restarted once',
        link: '/tokpulse-ops/runs/01900000-0000-7000-8000-000000000000',
        severity: 'high',
        topic: 'tokpulse-ops:tokpulse',
        scope: '01900000-0000-7000-8000-000000000000:step',
      },
    });
    expect(send.mock.calls[1]).toEqual(send.mock.calls[0]);
  });

  it('tells who started the run when nobody is named', async () => {
    const send = jest.fn(async () => {});
    const { output } = await executeAction(
      createNotifyBackstage({ notifications: { send } }),
      { input: { title: 'Done' } },
    );
    expect(output).toEqual({ recipients: ['user:default/operator'] });
  });

  it('shows recipients and text in the plan, and locks nothing', async () => {
    const action = createNotifyBackstage({});
    const context = {
      input: action.input.parse(input),
      service: createMockServiceAccess(),
      signal: new AbortController().signal,
    };
    expect(await action.plan(context)).toEqual([
      {
        kind: 'message',
        channel: 'Backstage notifications',
        recipients: input.recipients,
        text: 'TokPulse is back\nRestarted once',
      },
    ]);
    expect(action.targets(context)).toEqual([]);
  });

  it('says what is missing, and what the backend did not do', async () => {
    expect(
      await failureOf(executeAction(createNotifyBackstage({}), { input })),
    ).toMatchObject({ code: 'not-configured' });
    const send = async () => {
      throw new Error('raw text of a provider');
    };
    expect(
      await failureOf(
        executeAction(createNotifyBackstage({ notifications: { send } }), {
          input,
        }),
      ),
    ).toEqual({
      code: 'unreachable',
      effect: 'none',
      message: 'The notification could not be sent',
    });
  });

  it('takes entity references only', async () => {
    await expect(
      executeAction(createNotifyBackstage({}), {
        input: { ...input, recipients: ['somebody@example.com'] },
      }),
    ).rejects.toThrow('Write an entity reference');
  });
});

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

import { screen, waitFor, within } from '@testing-library/react';
import { useLocation } from 'react-router-dom';
import { fakeApi, refusal, refuses } from '../__testUtils__/fakeApi';
import { readOnlyPlan, serviceDownPlan, teamPlan } from '../__fixtures__/plans';
import { healthMonitoringDetail } from '../__fixtures__/runbooks';
import { aRun, RUN_ID } from '../__fixtures__/runs';
import { ago } from '../__fixtures__/times';
import { renderOps, type RenderOpsOptions } from '../__testUtils__/renderOps';
import { PlanDialog } from './PlanDialog';

const Here = () => <output>{useLocation().pathname}</output>;

function renderDialog(options?: RenderOpsOptions) {
  const onClose = jest.fn();
  const rendered = renderOps(
    <>
      <PlanDialog
        service="tokpulse"
        runbook={{ id: 'service-down', title: 'P0 – Service down' }}
        entityRef="component:default/tokpulse-partner-app"
        onClose={onClose}
      />
      <Here />
    </>,
    options,
  );
  return { ...rendered, onClose };
}

type Rendered = ReturnType<typeof renderDialog>;

/** A runbook that asks for nothing, so that its plan is there at once. */
const asksNothing = { getRunbook: async () => healthMonitoringDetail };

async function fillIn({ user }: Rendered): Promise<void> {
  await user.type(
    await screen.findByLabelText(/^Why/),
    'The status page says 502',
  );
  await user.click(screen.getByRole('button', { name: 'Show the plan' }));
}

const stepCard = async (name: string) => {
  const heading = await screen.findByRole('heading', { name });
  const card = heading.closest('li');
  if (card === null) {
    throw new Error(`${name} is not in a list`);
  }
  return within(card);
};

describe('Plan dialog', () => {
  it('asks for what the runbook needs before it plans', async () => {
    const createPlan = jest.fn(async () => serviceDownPlan);
    const rendered = renderDialog({ api: fakeApi({ createPlan }) });
    const { user } = rendered;
    await user.type(await screen.findByLabelText(/^Why/), 'short');
    await user.click(screen.getByRole('button', { name: 'Show the plan' }));
    expect(
      await screen.findByText('must NOT have fewer than 10 characters'),
    ).toBeVisible();
    expect(createPlan).not.toHaveBeenCalled();

    await user.clear(screen.getByLabelText(/^Why/));
    await fillIn(rendered);
    await screen.findByRole('heading', { name: /^9 steps/ });
    expect(createPlan).toHaveBeenCalledWith(
      {
        service: 'tokpulse',
        runbook: 'service-down',
        entityRef: 'component:default/tokpulse-partner-app',
        inputs: {
          reason: 'The status page says 502',
          notifyCustomers: false,
          window: '15m',
        },
      },
      expect.anything(),
    );

    await user.click(screen.getByRole('button', { name: 'Change the inputs' }));
    expect(await screen.findByLabelText(/^Why/)).toHaveValue(
      'The status page says 502',
    );
  });

  it('says on top what the plan amounts to, and on the button what starting does', async () => {
    renderDialog({ api: fakeApi(asksNothing) });

    expect(
      await screen.findByRole('heading', {
        name: '9 steps: 5 only read, 1 asks you, 1 will be skipped, 2 change something',
      }),
    ).toBeVisible();
    expect(
      screen.getByRole('button', {
        name: 'Start: 2 changes, 1 after your confirmation',
      }),
    ).toBeEnabled();
    expect(screen.getByText(/^Plan 5e0c4ab19f77/)).toBeVisible();
  });

  it('shows every step resolved', async () => {
    const { user } = renderDialog({ api: fakeApi(asksNothing) });

    const health = await stepCard('Ask every host for its health');
    expect(health.getByText('Read')).toBeVisible();
    expect(
      health.getByText('GET https://api.tokpulse.example/health'),
    ).toBeVisible();
    expect(
      health.getByText(/^Differs from the operations document: it does not/),
    ).toBeVisible();

    const logs = await stepCard('Read the last 200 lines of its log');
    expect(logs.getByText(/^known after step/)).toHaveTextContent(
      'known after step 2 See what Railway runs',
    );
    await user.click(logs.getByRole('button', { name: 'Input' }));
    expect(logs.getByText(/"lines": 200/)).toBeVisible();

    const sql = await stepCard('Count the connections to the database');
    expect(sql.getByText(/FROM pg_stat_activity/)).toHaveTextContent(
      '-- $1 = "tokpulse"',
    );

    const restart = await stepCard('Restart the partner app');
    expect(restart.getByText('Changes once')).toHaveAttribute(
      'title',
      'Changes something; a second time would do it again',
    );
    expect(restart.getByText('Decided during the run')).toBeVisible();
    expect(restart.getByText('7f3c1d9e (CRASHED)')).toBeVisible();
    expect(
      restart.getByText('Locks while it runs: tokpulse/railway'),
    ).toBeVisible();
    expect(restart.getByText(/^Asks you to confirm/)).toBeVisible();
    expect(
      restart.getByText(/^Verified with health:check until/),
    ).toBeVisible();
    await user.click(
      restart.getByRole('button', { name: 'By hand: the exact command' }),
    );
    expect(restart.getByText(/^railway redeploy --service/)).toBeVisible();
    expect(
      restart.getByRole('button', {
        name: 'Copy By hand: the exact command',
      }),
    ).toBeVisible();

    const settle = await stepCard('Wait for it to settle');
    expect(settle.getByText('Waits 15 s')).toBeVisible();
    const tell = await stepCard('Tell the others in the portal');
    expect(tell.getByText(/1 recipient: group:default/)).toBeVisible();
    expect(tell.getByText(/^TokPulse was down and has been/)).toBeVisible();
    const escalate = await stepCard('Escalate');
    expect(escalate.getAllByText('Will be skipped')[0]).toBeVisible();
  });

  it('says what was found out, and where', async () => {
    renderDialog({ api: fakeApi(asksNothing) });

    expect(
      await screen.findByText('1 thing to know before you start'),
    ).toBeVisible();
    expect(
      screen.getByText(/The step shows the command to type instead/),
    ).toBeVisible();
  });

  it('cannot be started while something blocks it, and says what', async () => {
    renderDialog({
      api: fakeApi({
        ...asksNothing,
        createPlan: async () => ({
          ...serviceDownPlan,
          findings: [
            {
              level: 'blocking',
              code: 'no-token',
              stepId: 'restart',
              message: 'No Railway token is configured.',
              nextStep: 'Configure one.',
            },
          ],
        }),
      }),
    });

    const start = await screen.findByRole('button', { name: /^Start/ });
    expect(start).toBeDisabled();
    expect(start).toHaveAccessibleDescription(
      'Cannot start: No Railway token is configured.',
    );
  });

  it('cannot be started once it has expired', async () => {
    renderDialog({
      api: fakeApi({
        ...asksNothing,
        createPlan: async () => ({
          ...serviceDownPlan,
          expiresAt: ago({ seconds: 1 }),
        }),
      }),
    });

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'This plan has expired',
    );
    expect(screen.getByRole('button', { name: /^Start/ })).toBeDisabled();
  });

  it('says why somebody without the permission cannot start it', async () => {
    renderDialog({
      api: fakeApi(asksNothing),
      denied: ['tokpulse-ops.run.create'],
    });

    const start = await screen.findByRole('button', { name: /^Start/ });
    await waitFor(() =>
      expect(start).toHaveAccessibleDescription(/tokpulse-ops.run.create/),
    );
    expect(start).toBeDisabled();
  });

  it('starts exactly the plan that was shown, with the reason, and goes to the run', async () => {
    const startRun = jest.fn(async () => aRun());
    const { user } = renderDialog({
      api: fakeApi({
        ...asksNothing,
        createPlan: async () => readOnlyPlan,
        startRun,
      }),
    });
    await user.type(
      await screen.findByLabelText(/Why are you running this/),
      '  A look around ',
    );
    await waitFor(() =>
      expect(
        screen.getByRole('button', { name: 'Start: reads only' }),
      ).toBeEnabled(),
    );
    await user.click(screen.getByRole('button', { name: 'Start: reads only' }));

    await waitFor(() => expect(startRun).toHaveBeenCalledTimes(1));
    expect(startRun).toHaveBeenCalledWith(
      {
        planId: readOnlyPlan.id,
        planHash: readOnlyPlan.hash,
        reason: 'A look around',
      },
      { idempotencyKey: expect.stringMatching(/^[0-9a-f]{32}$/) },
    );
    await screen.findByText(`/tokpulse-ops/runs/${RUN_ID}`);
  });

  it('takes the reason that the runbook asked for', async () => {
    const startRun = jest.fn(async () => aRun());
    const rendered = renderDialog({ api: fakeApi({ startRun }) });
    await fillIn(rendered);
    const start = await screen.findByRole('button', { name: /^Start/ });
    expect(
      screen.queryByLabelText(/Why are you running this/),
    ).not.toBeInTheDocument();
    await waitFor(() => expect(start).toBeEnabled());
    await rendered.user.click(start);

    await waitFor(() =>
      expect(startRun).toHaveBeenCalledWith(
        expect.objectContaining({ reason: 'The status page says 502' }),
        expect.anything(),
      ),
    );
  });

  it('starts with Ctrl+Enter, once also when the answer is lost', async () => {
    const startRun = jest
      .fn(async (_body: unknown, _options?: unknown) => aRun())
      .mockRejectedValueOnce(new TypeError('Failed to fetch'));
    const { user } = renderDialog({
      api: fakeApi({
        ...asksNothing,
        createPlan: async () => readOnlyPlan,
        startRun,
      }),
    });
    const start = await screen.findByRole('button', { name: /^Start/ });
    await waitFor(() => expect(start).toBeEnabled());
    await user.keyboard('{Control>}{Enter}{/Control}');

    await waitFor(() => expect(startRun).toHaveBeenCalledTimes(2), {
      timeout: 4_000,
    });
    const [first, second] = startRun.mock.calls.map(([, options]) => options);
    expect(second).toEqual(first);
  });

  it('says in what things differ by now, and plans again', async () => {
    const startRun = jest.fn().mockRejectedValue(
      await refusal({
        status: 409,
        name: 'ConflictError',
        message: 'What would run now is not what was planned',
        code: 'plan-differs',
        differences: [
          {
            what: "Step 'restart': Deployment that will be restarted",
            planned: '7f3c1d9e',
            now: '91aa02bb',
          },
        ],
      }),
    );
    const createPlan = jest.fn(async () => readOnlyPlan);
    const { user } = renderDialog({
      api: fakeApi({ ...asksNothing, createPlan, startRun }),
    });
    const start = await screen.findByRole('button', { name: /^Start/ });
    await waitFor(() => expect(start).toBeEnabled());
    await user.click(start);

    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent(
      "Step 'restart': Deployment that will be restartedPlanned7f3c1d9eNow91aa02bb",
    );
    await user.click(
      within(alert).getByRole('button', { name: /^Plan again/ }),
    );
    await waitFor(() => expect(createPlan).toHaveBeenCalledTimes(2));
    await waitFor(() =>
      expect(screen.queryByRole('alert')).not.toBeInTheDocument(),
    );
  });

  it('says in team mode that an approval is asked for, and of whom', async () => {
    renderDialog({
      api: fakeApi({ ...asksNothing, createPlan: async () => teamPlan }),
    });

    expect(
      await screen.findByRole('button', { name: 'Start and ask for approval' }),
    ).toBeInTheDocument();
    expect(screen.getByText(/^Asked as soon as it starts/)).toHaveTextContent(
      'Asked as soon as it starts: tokpulse-approvers, for 5 Restart the partner app',
    );
    expect(
      screen.getByText(/^Asked when the run gets there/),
    ).toHaveTextContent('tokpulse-approvers, for 8 Tell the others');
  });

  it('says why there is no plan', async () => {
    renderDialog({
      api: fakeApi({
        ...asksNothing,
        createPlan: refuses({
          status: 400,
          name: 'InputError',
          message: 'The runbook has a problem in line 12',
          nextStep: 'Correct the runbook',
        }),
      }),
    });

    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('The runbook has a problem in line 12');
    expect(alert).toHaveTextContent('Correct the runbook');
    expect(
      screen.queryByRole('button', { name: /^Start/ }),
    ).not.toBeInTheDocument();
  });

  it('says that the runbook was edited since', async () => {
    renderDialog({
      api: fakeApi({
        ...asksNothing,
        createPlan: async () => ({ ...readOnlyPlan, runbookChanged: true }),
      }),
    });

    expect(await screen.findByText(/^The runbook was edited/)).toBeVisible();
  });

  it('closes with the keyboard', async () => {
    const { user, onClose } = renderDialog({ api: fakeApi(asksNothing) });
    await screen.findByRole('dialog');
    await user.keyboard('{Escape}');

    expect(onClose).toHaveBeenCalled();
  });
});

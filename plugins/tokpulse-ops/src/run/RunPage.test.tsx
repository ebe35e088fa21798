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
import type {
  RunDetail,
  Waiting,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { fakeApi, refusal, refuses } from '../__testUtils__/fakeApi';
import {
  anEvent,
  aRun,
  lookedAround,
  needsDecision,
  RUN_ID,
  stepsWith,
  succeeded,
  verifying,
  waitingForConfirmation,
} from '../__fixtures__/runs';
import { readOnly } from '../__fixtures__/services';
import { ago, ahead } from '../__fixtures__/times';
import { pretendLayout } from '../__testUtils__/layout';
import { renderRun, withKey } from '../__testUtils__/renderRun';
import type { TokPulseOpsApi } from '../api/tokpulseOpsApi';

pretendLayout({ width: 1200, height: 800 });

const waitingFor = (waiting: Waiting): RunDetail =>
  aRun({ ...waitingForConfirmation(), waiting });

const next = async (name: RegExp | string) =>
  within(await screen.findByRole('region', { name }));

describe('Run page', () => {
  it('says what runs, how it stands, who leads it and for how long', async () => {
    renderRun(fakeApi({ run: verifying() }));

    expect(
      await screen.findByRole('heading', { name: 'P0 – Service down' }),
    ).toBeVisible();
    expect(await screen.findByText('You lead this run')).toBeVisible();
    expect(screen.getByText(/^Running for 3 min/)).toBeVisible();
    expect(await screen.findByText(/^3:\d\d of 5:00$/)).toBeVisible();
    expect(screen.getByText('Why: The status page says 502')).toBeVisible();
    expect(
      await screen.findByRole('link', { name: 'TokPulse' }),
    ).toHaveAttribute(
      'href',
      '/catalog/default/component/tokpulse-partner-app/operations',
    );
    expect(await screen.findByText('Live')).toBeVisible();
    expect(document.title).toBe('Running · P0 – Service down');
  });

  it('shows the steps with their state in words', async () => {
    const { user } = renderRun(fakeApi({ run: succeeded() }));

    const steps = within(await screen.findByRole('list', { name: 'Steps' }));
    expect(steps.getByText('Failed, handled')).toBeVisible();
    expect(steps.getByText('Done by hand')).toBeVisible();
    expect(
      steps.getByText('Because inputs.notifyCustomers is false'),
    ).toBeVisible();
    expect(steps.getByText(/^Verified after 6 readings/)).toBeVisible();
    expect(steps.getByText('expectation-failed')).toBeVisible();
    await user.click(steps.getAllByRole('button', { name: 'Output' })[1]);
    expect(steps.getByText(/"status": "CRASHED"/)).toBeVisible();
  });

  it('shows the log of one step on request', async () => {
    const { user } = renderRun(fakeApi({ run: succeeded() }));
    await screen.findByText('line 0');
    await user.click(
      screen.getByRole('button', {
        name: 'Its log lines: Restart the partner app',
      }),
    );

    expect(await screen.findByText('No loaded line matches')).toBeVisible();
    expect(screen.getByLabelText('Step')).toHaveValue('restart');
  });

  it('shows what it will do before it is confirmed, and confirms that plan', async () => {
    const confirmStep = jest.fn(async () => verifying());
    const { user } = renderRun(
      fakeApi({ run: waitingForConfirmation(), confirmStep }),
    );
    const panel = await next(
      'Waiting for your confirmation: Restart the partner app',
    );
    expect(await panel.findByText('7f3c1d9e (CRASHED)')).toBeVisible();
    expect(
      panel.getByText(/^POST https:\/\/backboard.railway.example/),
    ).toBeVisible();
    expect(panel.getByText(/holds for Plan 5e0c4ab19f77 only/)).toBeVisible();
    const confirm = panel.getByRole('button', {
      name: 'Confirm: Restart the partner app',
    });
    await waitFor(() => expect(confirm).toBeEnabled());
    confirm.focus();
    await user.keyboard('{Enter}');

    await waitFor(() =>
      expect(confirmStep).toHaveBeenCalledWith(
        {
          runId: RUN_ID,
          stepId: 'restart',
          planHash: waitingForConfirmation().planHash,
        },
        withKey,
      ),
    );
    expect(
      await next('Step 5 is at work: Restart the partner app'),
    ).toBeDefined();
  });

  it('asks to type the target where the plan says so', async () => {
    const confirmStep = jest.fn(async () => verifying());
    const { user } = renderRun(
      fakeApi({
        run: waitingFor({
          for: 'approval',
          stepId: 'restart',
          since: ago({ seconds: 4 }),
          kind: 'type-target',
          target: 'tokpulse-partner-app',
        }),
        confirmStep,
      }),
    );
    const field = await screen.findByLabelText(/Type “tokpulse-partner-app”/);
    const confirm = screen.getByRole('button', { name: /^Confirm/ });
    await user.type(field, 'tokpulse');
    expect(confirm).toBeDisabled();
    expect(field).toHaveAccessibleDescription(
      /is not “tokpulse-partner-app” yet/,
    );
    await user.type(field, '-partner-app{Enter}');

    await waitFor(() =>
      expect(confirmStep).toHaveBeenCalledWith(
        expect.objectContaining({ typed: 'tokpulse-partner-app' }),
        withKey,
      ),
    );
  });

  it('lets somebody without the permission watch, and says why not more', async () => {
    renderRun(fakeApi({ run: waitingForConfirmation() }), {
      denied: ['tokpulse-ops.run.control'],
    });

    const panel = await next(
      'Waiting for confirmation: Restart the partner app',
    );
    const confirm = panel.getByRole('button', { name: /^Confirm/ });
    await waitFor(() =>
      expect(confirm).toHaveAccessibleDescription(/tokpulse-ops.run.control/),
    );
    expect(confirm).toBeDisabled();
    expect(screen.getByRole('button', { name: 'Cancel run' })).toBeDisabled();
  });

  it('lets nobody steer while the plugin is read-only', async () => {
    renderRun(
      fakeApi({
        run: waitingForConfirmation(),
        getStatus: async () => readOnly,
      }),
    );

    expect(await screen.findByText(/nothing can be started/)).toBeVisible();
    expect(screen.getByRole('button', { name: /^Confirm/ })).toBeDisabled();
  });

  it('says that the run has moved on when a confirmation comes too late', async () => {
    const getRun = jest
      .fn()
      .mockResolvedValueOnce(waitingForConfirmation())
      .mockResolvedValue({ ...succeeded(), lastSeq: 90 });
    const conflict = await refusal({
      status: 409,
      name: 'ConflictError',
      message: 'The step is not waiting any longer',
    });
    const { user } = renderRun(
      fakeApi({ getRun, confirmStep: () => Promise.reject(conflict) }),
    );
    const confirm = await screen.findByRole('button', { name: /^Confirm/ });
    await waitFor(() => expect(confirm).toBeEnabled());
    await user.click(confirm);

    expect(await next('Succeeded, with failures')).toBeDefined();
  });

  it('asks a question and takes no for an answer', async () => {
    const answerStep = jest.fn(async () => verifying());
    const { user } = renderRun(
      fakeApi({
        run: waitingFor({
          for: 'input',
          stepId: 'storefront',
          since: ago({ seconds: 3 }),
          request: { kind: 'confirm', message: 'Does it show products?' },
        }),
        answerStep,
      }),
    );
    expect(await screen.findByText('Does it show products?')).toBeVisible();
    await user.type(screen.getByLabelText('Note (optional)'), 'all blank');
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'No' })).toBeEnabled(),
    );
    await user.click(screen.getByRole('button', { name: 'No' }));

    await waitFor(() =>
      expect(answerStep).toHaveBeenCalledWith(
        {
          runId: RUN_ID,
          stepId: 'storefront',
          answer: { kind: 'confirm', confirmed: false, note: 'all blank' },
        },
        withKey,
      ),
    );
  });

  it('takes a checklist once everything required is ticked', async () => {
    const answerStep = jest.fn(async () => verifying());
    const { user } = renderRun(
      fakeApi({
        run: waitingFor({
          for: 'input',
          stepId: 'storefront',
          since: ago({ seconds: 3 }),
          request: {
            kind: 'checklist',
            message: 'Redeploy the storefront.',
            evidence: true,
            items: [
              {
                id: 'redeploy',
                label: 'Redeploy',
                command: 'vercel redeploy $ID',
                required: true,
              },
              { id: 'look', label: 'Look at it', required: false },
            ],
          },
        }),
        answerStep,
      }),
    );
    const done = await screen.findByRole('button', { name: 'Done, go on' });
    await waitFor(() =>
      expect(done).toHaveAccessibleDescription(
        '1 required item is not ticked yet',
      ),
    );
    expect(done).toBeDisabled();
    expect(screen.getByText('vercel redeploy $ID')).toBeVisible();
    await user.click(screen.getByLabelText('Redeploy (required)'));
    await user.type(screen.getByLabelText(/^Evidence/), 'Ready');
    await user.click(done);

    await waitFor(() =>
      expect(answerStep).toHaveBeenCalledWith(
        {
          runId: RUN_ID,
          stepId: 'storefront',
          answer: { kind: 'checklist', done: ['redeploy'], evidence: 'Ready' },
        },
        withKey,
      ),
    );
  });

  it('says who holds the lock and since when, and leads there', async () => {
    renderRun(
      fakeApi({
        run: waitingFor({
          for: 'lock',
          since: ago({ seconds: 40 }),
          target: 'tokpulse/railway',
          heldBy: {
            runId: 'other',
            runbookTitle: 'Roll back',
            lead: 'user:default/arne',
            since: ago({ minutes: 7, seconds: 30 }),
          },
        }),
      }),
    );

    const panel = await next('Waiting for tokpulse/railway');
    expect(
      panel.getByText(/^Held by “Roll back”, led by arne, for 7 min [1-5]\d s/),
    ).toBeVisible();
    expect(panel.getByRole('link', { name: 'Open that run' })).toHaveAttribute(
      'href',
      '/tokpulse-ops/runs/other',
    );
  });

  it('counts down to the time at which the run goes on', async () => {
    renderRun(
      fakeApi({
        run: waitingFor({
          for: 'timer',
          stepId: 'settle',
          since: ago({ seconds: 1 }),
          until: ahead({ seconds: 72 }),
          reason: 'Waiting for it to settle',
        }),
      }),
    );

    const panel = await next('Step 6 waits: Wait for it to settle');
    expect(panel.getByText(/^1:1\d left, until/)).toBeVisible();
  });

  it('shows the latest reading of a verification', async () => {
    renderRun(fakeApi({ run: verifying() }));

    const panel = await next('Step 5 is at work: Restart the partner app');
    expect(panel.getByText(/^Reading 4: api answers 503/)).toBeVisible();
    expect(panel.getByText(/2 min \d+ s left to verify/)).toBeVisible();
    expect(screen.getByText('Verifying')).toBeVisible();
  });

  it('says what happened and what can be done about an unknown step', async () => {
    renderRun(fakeApi({ run: needsDecision() }));

    const panel = await next(
      'Your decision is needed: Restart the partner app',
    );
    expect(
      panel.getByText(/Nobody knows yet whether it took effect/),
    ).toBeVisible();
    expect(panel.getByText('connection-lost')).toBeVisible();
    expect(
      panel.getByText(/^Looked afterwards/, { exact: false }),
    ).toBeVisible();
    expect(panel.getByText(/^railway redeploy --service/)).toBeVisible();
    expect(panel.getByText(/by b7f0c2d4/)).toBeVisible();
    expect(screen.getByRole('alert')).toHaveTextContent('Needs a decision');
  });

  it.each([
    ['Skip', 'Why can it be skipped?', 'Skip the step', 'skip', 'reason'],
    [
      'Done by hand',
      'Evidence: output, or what you saw',
      'It is done: go on',
      'by-hand',
      'evidence',
    ],
    ['Stop here', 'Why stop here?', 'Stop the run here', 'stop', 'reason'],
  ])('wants words with “%s”', async (name, label, button, choice, field) => {
    const decideStep = jest.fn(async () => verifying());
    const { user } = renderRun(fakeApi({ run: needsDecision(), decideStep }));
    const radio = await screen.findByRole('radio', { name });
    await waitFor(() => expect(radio).toBeEnabled());
    await user.click(radio);
    const input = screen.getByLabelText(label, { exact: false });
    expect(input).toHaveFocus();
    expect(screen.getByRole('button', { name: button })).toBeDisabled();
    await user.type(input, 'Looked at Railway');
    await user.click(screen.getByRole('button', { name: button }));

    await waitFor(() =>
      expect(decideStep).toHaveBeenCalledWith(
        {
          runId: RUN_ID,
          stepId: 'restart',
          attempt: 1,
          choice,
          [field]: 'Looked at Railway',
        },
        withKey,
      ),
    );
  });

  it('warns before a step that may have happened is retried', async () => {
    const decideStep = jest.fn(async () => verifying());
    const { user } = renderRun(fakeApi({ run: needsDecision(), decideStep }));
    const radio = await screen.findByRole('radio', { name: 'Retry' });
    await waitFor(() => expect(radio).toBeEnabled());
    radio.focus();
    await user.keyboard(' ');
    expect(screen.getByText(/a retry does it again/)).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Retry the step' }));

    await waitFor(() =>
      expect(decideStep).toHaveBeenCalledWith(
        {
          runId: RUN_ID,
          stepId: 'restart',
          attempt: 1,
          choice: 'retry',
        },
        withKey,
      ),
    );
  });

  it('says what cancelling does before it does it', async () => {
    const cancelRun = jest.fn(async () => ({
      ...verifying(),
      cancelRequested: true,
    }));
    const { user } = renderRun(fakeApi({ run: verifying(), cancelRun }));
    const cancel = await screen.findByRole('button', { name: 'Cancel run' });
    await waitFor(() => expect(cancel).toBeEnabled());
    await user.click(cancel);
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/nobody knows then whether it did/)).toBeVisible();
    expect(cancelRun).not.toHaveBeenCalled();
    await user.type(dialog.getByLabelText(/^Why/), 'Wrong runbook');
    await user.click(dialog.getByRole('button', { name: 'Cancel the run' }));

    await waitFor(() =>
      expect(cancelRun).toHaveBeenCalledWith(
        {
          runId: RUN_ID,
          reason: 'Wrong runbook',
        },
        withKey,
      ),
    );
    expect(await next('The run is being cancelled')).toBeDefined();
  });

  it('sums a finished run up and offers to plan it again', async () => {
    const { user } = renderRun(fakeApi({ run: succeeded() }));

    const panel = await next('Succeeded, with failures');
    expect(
      panel.getByText(
        /6 steps succeeded(), 1 done by hand, 1 failed, 1 skipped/,
      ),
    ).toBeVisible();
    expect(screen.getByText('Complete')).toBeVisible();
    expect(
      screen.queryByRole('button', { name: 'Cancel run' }),
    ).not.toBeInTheDocument();
    const again = panel.getByRole('button', { name: 'Plan it again' });
    await waitFor(() => expect(again).toBeEnabled());
    await user.click(again);
    expect(
      await screen.findByLabelText(/^Why/, {}, { timeout: 30_000 }),
    ).toHaveValue('The status page says 502');
  });

  it('shows what happens as it happens', async () => {
    const follow: TokPulseOpsApi['followEvents'] = async function* events(
      options,
    ) {
      options.onConnection?.('connected');
      yield anEvent(45, {
        type: 'log',
        stepId: 'restart',
        firstLine: 221,
        lines: [{ at: ago({}), level: 'info', text: 'The process is new' }],
      });
      yield anEvent(46, {
        type: 'step-state',
        stepId: 'restart',
        state: 'succeeded',
        attempt: 1,
      });
      yield anEvent(47, { type: 'run-state', state: 'succeeded' });
    };
    const getRun = jest
      .fn()
      .mockResolvedValueOnce(verifying())
      .mockResolvedValue(
        aRun({
          ...verifying(),
          state: 'succeeded',
          lastSeq: 47,
          logLines: 222,
          finishedAt: ago({}),
          steps: stepsWith({
            ...lookedAround(),
            restart: { state: 'succeeded' },
          }),
        }),
      );
    renderRun(fakeApi({ run: verifying(), getRun, followEvents: follow }));

    expect(await next('Succeeded, with failures')).toBeDefined();
    expect(await screen.findByText('222 lines')).toBeInTheDocument();
  });

  it('says that it is reconnecting when the connection is lost', async () => {
    renderRun(
      fakeApi({
        run: verifying(),
        followEvents: async function* lost(options) {
          options.onConnection?.('lost');
          await new Promise<void>(resolve => {
            options.signal?.addEventListener('abort', () => resolve());
          });
          yield* [];
        },
      }),
    );

    expect(await screen.findByText('Reconnecting…')).toHaveAttribute(
      'title',
      expect.stringContaining('may be out of date'),
    );
  });

  it('says that there is no such run, or none that the reader may see', async () => {
    renderRun(
      fakeApi({
        getRun: refuses({
          status: 404,
          name: 'NotFoundError',
          message: 'There is no such run',
        }),
      }),
    );

    expect(
      await screen.findByText('There is no such thing here: this run'),
    ).toBeVisible();
  });

  it('tries again to load a run', async () => {
    const getRun = jest
      .fn()
      .mockRejectedValueOnce(new TypeError('Failed to fetch'))
      .mockResolvedValue(verifying());
    const { user } = renderRun(fakeApi({ getRun }));
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('The portal did not answer');
    await user.click(screen.getByRole('button', { name: 'Try again' }));

    expect(
      await screen.findByRole('heading', { name: 'P0 – Service down' }),
    ).toBeVisible();
  });

  it('shows where content will be while the run is loaded', async () => {
    renderRun(fakeApi({ getRun: () => new Promise(() => {}) }));

    expect(
      await screen.findByRole('status', { name: 'Loading this run…' }),
    ).toBeInTheDocument();
  });

  it('says when no worker picks the run up', async () => {
    renderRun(fakeApi({ run: aRun({ createdAt: ago({ seconds: 30 }) }) }));

    const panel = await next('Queued');
    expect(panel.getByText(/Check that a backend of the portal/)).toBeVisible();
  });
});

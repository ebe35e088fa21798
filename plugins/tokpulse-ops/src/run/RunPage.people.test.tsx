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
import {
  aLock,
  anApproval,
  aReview,
  OTHER_RUN_ID,
} from '../__fixtures__/approvals';
import {
  teamPlan,
  waitingForApproval,
  waitingForLock,
} from '../__fixtures__/recovery';
import {
  anEvent,
  aRun,
  needsDecision,
  RUN_ID,
  verifying,
  waitingForConfirmation,
} from '../__fixtures__/runs';
import { fakeApi, type FakeApiChanges } from '../__testUtils__/fakeApi';
import { pretendLayout } from '../__testUtils__/layout';
import { renderRun, withKey } from '../__testUtils__/renderRun';

pretendLayout({ width: 1200, height: 800 });

const olga = 'user:default/olga';

const team = (changes: FakeApiChanges = {}) =>
  fakeApi({
    run: waitingForApproval(),
    getRunPlan: async () => teamPlan,
    ...changes,
    approvals: {
      list: async () => ({ items: [anApproval()] }),
      ...changes.approvals,
    },
  });

describe('Approval of a run', () => {
  it.each([
    ['while the run goes on', verifying(), 1],
    ['and not when it is over', aRun({ state: 'succeeded' }), 0],
  ] as const)('says until when a yes holds, %s', async (_when, run, times) => {
    const { user } = renderRun(
      team({
        run: { ...run, approvals: 'team' },
        approvals: {
          list: async () => ({ items: [anApproval({ state: 'approved' })] }),
        },
      }),
    );
    await user.click(await screen.findByRole('tab', { name: 'Record' }));
    expect(await screen.findByText('Approved')).toBeVisible();
    expect(screen.queryAllByText(/^Expires in/)).toHaveLength(times);
  });

  it('shows the change to who is asked, and takes a yes to that plan', async () => {
    const decide = jest.fn(async () => anApproval({ state: 'approved' }));
    const { user } = renderRun(team({ approvals: { decide } }));
    const panel = within(
      await screen.findByRole('region', {
        name: 'Your approval is needed: Restart the partner app',
      }),
    );
    const changes = within(
      panel.getByRole('list', { name: 'What it changes' }),
    );
    expect(changes.getByText('7f3c1d9e (CRASHED)')).toBeVisible();
    expect(panel.getByText(/^Expires in 3 h 5\d min/)).toBeVisible();
    expect(panel.getByText(/^Asked of/)).toHaveTextContent('tokpulse-ops');
    await user.click(await panel.findByRole('button', { name: 'Approve' }));

    await waitFor(() =>
      expect(decide).toHaveBeenCalledWith(
        {
          approvalId: anApproval().id,
          decision: 'approve',
          planHash: teamPlan.hash,
        },
        withKey,
      ),
    );
  });

  it('wants a reason for a no', async () => {
    const decide = jest.fn(async () => anApproval({ state: 'rejected' }));
    const { user } = renderRun(team({ approvals: { decide } }));
    const reject = await screen.findByRole('button', { name: 'Reject' });
    expect(reject).toBeDisabled();
    await user.type(screen.getByLabelText(/^Comment/), 'Wrong service');
    await user.click(reject);

    await waitFor(() =>
      expect(decide).toHaveBeenCalledWith(
        expect.objectContaining({
          decision: 'reject',
          comment: 'Wrong service',
        }),
        withKey,
      ),
    );
  });

  it('has the target typed where the step asks for it', async () => {
    renderRun(
      team({
        approvals: {
          list: async () => ({
            items: [anApproval({ typeTarget: 'tokpulse-partner-app' })],
          }),
        },
      }),
    );
    const approve = await screen.findByRole('button', { name: 'Approve' });

    expect(approve).toBeDisabled();
    expect(
      screen.getByLabelText('Type “tokpulse-partner-app” to approve'),
    ).toBeVisible();
  });

  it('says why it is not for the reader, and lets who asked withdraw', async () => {
    const withdraw = jest.fn(async () => anApproval({ state: 'withdrawn' }));
    const { user } = renderRun(
      team({
        approvals: {
          withdraw,
          list: async () => ({
            items: [
              anApproval({
                requestedBy: 'user:default/guest',
                mine: false,
                notMineBecause: 'You asked for it.',
              }),
            ],
          }),
        },
      }),
    );
    expect(await screen.findByText('You asked for it.')).toBeVisible();
    expect(
      screen.queryByRole('button', { name: 'Approve' }),
    ).not.toBeInTheDocument();
    await user.click(
      await screen.findByRole('button', { name: 'Withdraw the question' }),
    );

    await waitFor(() =>
      expect(withdraw).toHaveBeenCalledWith(
        { approvalId: anApproval().id },
        withKey,
      ),
    );
  });

  it('is asked for while the run reads on', async () => {
    const { user } = renderRun(
      team({ run: { ...verifying(), approvals: 'team', lead: olga } }),
    );
    await user.click(
      await screen.findByRole('button', { name: 'Look and answer' }),
    );
    const dialog = within(await screen.findByRole('dialog'));

    expect(
      await dialog.findByRole('button', { name: 'Approve' }),
    ).toBeVisible();
    expect(dialog.getByText('Restart the partner app')).toBeVisible();
  });
});

describe('Broken glass', () => {
  it('is broken with a reason of ten characters, knowing what that means', async () => {
    const breakGlass = jest.fn(async () => ({
      ...waitingForApproval(),
      lastSeq: waitingForApproval().lastSeq + 1,
      glassBroken: true,
    }));
    const { user } = renderRun(
      team({
        breakGlass,
        reviews: { list: async () => ({ items: [aReview()] }) },
      }),
    );
    const open = await screen.findByRole('button', {
      name: 'Break the glass…',
    });
    await waitFor(() => expect(open).toBeEnabled());
    await user.click(open);
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/goes on without the approvals/)).toBeVisible();
    const confirm = dialog.getByRole('button', { name: 'Break the glass' });
    const reason = dialog.getByLabelText(/Why can it not wait/);
    await user.type(reason, 'too short');
    expect(confirm).toBeDisabled();
    expect(reason).toHaveAccessibleDescription('1 more character');
    await user.type(reason, ', not now');
    await user.click(confirm);

    await waitFor(() =>
      expect(breakGlass).toHaveBeenCalledWith(
        { runId: RUN_ID, reason: 'too short, not now' },
        withKey,
      ),
    );
    expect(
      await screen.findByText(
        'The glass is broken: this run goes on without approvals',
      ),
    ).toBeVisible();
    expect(await screen.findByText(/^Its review is open/)).toHaveTextContent(
      'Somebody who had no part in the run has to close it.',
    );
  });

  it('confirms nothing by itself when it is broken from a confirmation', async () => {
    const confirmStep = jest.fn(async () => verifying());
    const breakGlass = jest.fn(async () => verifying());
    const { user } = renderRun(
      fakeApi({ run: waitingForConfirmation(), confirmStep, breakGlass }),
    );
    const open = await screen.findByRole('button', {
      name: 'Break the glass…',
    });
    await waitFor(() => expect(open).toBeEnabled());
    await user.click(open);
    const dialog = within(await screen.findByRole('dialog'));
    await user.type(
      dialog.getByLabelText(/Why can it not wait/),
      'The shop is down{Control>}{Enter}{/Control}',
    );
    await waitFor(() => expect(breakGlass).toHaveBeenCalledTimes(1));

    expect(confirmStep).not.toHaveBeenCalled();
  });

  it('is out of reach without the permission', async () => {
    renderRun(team(), { denied: ['tokpulse-ops.run.break-glass'] });
    const open = await screen.findByRole('button', {
      name: 'Break the glass…',
    });

    await waitFor(() =>
      expect(open).toHaveAttribute(
        'title',
        expect.stringMatching(/break-glass/),
      ),
    );
    expect(open).toBeDisabled();
  });
});

describe('Lead of a run', () => {
  const led = (approvals: 'solo' | 'team') => ({
    ...needsDecision(),
    lead: olga,
    approvals,
  });

  it('is taken over with one click by one person', async () => {
    const changeLead = jest.fn(async () => ({
      ...needsDecision(),
      lastSeq: needsDecision().lastSeq + 1,
    }));
    const { user } = renderRun(fakeApi({ run: led('solo'), changeLead }));
    const decide = await screen.findByRole('button', {
      name: 'Choose how to go on',
    });
    expect(decide).toBeDisabled();
    const [takeOver] = await screen.findAllByRole('button', {
      name: 'Take over',
    });
    await user.click(takeOver);

    await waitFor(() =>
      expect(changeLead).toHaveBeenCalledWith({ runId: RUN_ID }, withKey),
    );
    expect(await screen.findByText('You lead this run')).toBeVisible();
  });

  it('is taken over with a reason in a team', async () => {
    const changeLead = jest.fn(async () => needsDecision());
    const { user } = renderRun(fakeApi({ run: led('team'), changeLead }));
    const [takeOver] = await screen.findAllByRole('button', {
      name: 'Take over',
    });
    await user.click(takeOver);
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByRole('button', { name: 'Take over' })).toBeDisabled();
    await user.type(
      dialog.getByLabelText(/Why do you take over/),
      'She sleeps{Control>}{Enter}{/Control}',
    );

    await waitFor(() =>
      expect(changeLead).toHaveBeenCalledWith(
        { runId: RUN_ID, reason: 'She sleeps' },
        withKey,
      ),
    );
  });

  it('is handed over to somebody of the catalog', async () => {
    const changeLead = jest.fn(async () => led('solo'));
    const { user } = renderRun(fakeApi({ run: needsDecision(), changeLead }));
    await user.click(await screen.findByRole('button', { name: 'Hand over…' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.type(dialog.getByLabelText(/To whom/), 'olg');
    await user.click(await screen.findByText('Olga Petrova'));
    await user.click(
      dialog.getByRole('button', { name: 'Hand over to Olga Petrova' }),
    );

    await waitFor(() =>
      expect(changeLead).toHaveBeenCalledWith(
        { runId: RUN_ID, to: olga },
        withKey,
      ),
    );
  });

  it('is shown at once in every browser when it changes', async () => {
    const run = needsDecision();
    renderRun(
      fakeApi({
        run,
        followEvents: async function* follow(options) {
          options.onConnection?.('connected');
          yield anEvent(run.lastSeq + 1, {
            type: 'lead-changed',
            from: run.lead,
            to: olga,
          });
          await new Promise<void>(resolve => {
            options.signal?.addEventListener('abort', () => resolve());
          });
        },
      }),
    );

    expect(await screen.findByText(/; you observe$/)).toHaveTextContent(
      'Led by olga',
    );
  });
});

describe('Lock that a run waits for', () => {
  it('says who holds it, and the place in the queue', async () => {
    renderRun(
      fakeApi({
        run: waitingForLock(),
        locks: { list: async () => [aLock()] },
      }),
    );

    expect(await screen.findByText(/Place 1 of 1 in the queue/)).toBeVisible();
    expect(screen.getByText('Needs a decision')).toBeVisible();
  });

  it('is taken away with a reason, knowing what that does to the loser', async () => {
    const steal = jest.fn(async () => []);
    const { user } = renderRun(
      fakeApi({
        run: waitingForLock(),
        locks: { list: async () => [aLock()], steal },
      }),
    );
    const open = await screen.findByRole('button', {
      name: 'Take the target away…',
    });
    await waitFor(() => expect(open).toBeEnabled());
    await user.click(open);
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/is stopped where it stands/)).toBeVisible();
    await user.type(
      dialog.getByLabelText(/Why can it not wait/),
      'The shop is down',
    );
    await user.click(dialog.getByRole('button', { name: 'Take it away' }));

    await waitFor(() =>
      expect(steal).toHaveBeenCalledWith(
        {
          target: 'tokpulse/railway',
          holder: OTHER_RUN_ID,
          reason: 'The shop is down',
        },
        withKey,
      ),
    );
  });

  it('offers to stop the own run that holds it', async () => {
    const cancelRun = jest.fn(async () => waitingForLock());
    const { user } = renderRun(
      fakeApi({
        run: waitingForLock(),
        cancelRun,
        locks: {
          list: async () => [
            aLock({
              holder: { ...aLock().holder, lead: 'user:default/guest' },
            }),
          ],
        },
      }),
    );
    await user.click(
      await screen.findByRole('button', {
        name: 'Stop “Roll back the partner app”…',
      }),
    );
    await user.click(
      within(await screen.findByRole('dialog')).getByRole('button', {
        name: 'Stop that run',
      }),
    );

    await waitFor(() =>
      expect(cancelRun).toHaveBeenCalledWith({ runId: OTHER_RUN_ID }, withKey),
    );
  });
});

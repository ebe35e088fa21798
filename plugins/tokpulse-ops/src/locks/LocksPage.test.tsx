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
import { aLock, OTHER_RUN_ID } from '../__fixtures__/approvals';
import { aRun } from '../__fixtures__/runs';
import { fakeApi, refuses } from '../__testUtils__/fakeApi';
import { renderOps } from '../__testUtils__/renderOps';
import { LocksPage } from './LocksPage';

const held = aLock();
const [waiter] = held.queue;
const own = aLock({
  target: 'tokpulse/postgres',
  holder: { ...held.holder, lead: 'user:default/guest', severity: undefined },
  queue: [],
});

describe('Page of locks', () => {
  it('shows who holds a target, for how long, and who waits in which order', async () => {
    renderOps(<LocksPage />, {
      api: fakeApi({
        locks: {
          list: async () => [
            aLock({
              queue: [
                waiter,
                {
                  ...waiter,
                  runId: 'second',
                  runbookTitle: 'Backup',
                  severity: 'P3',
                },
              ],
            }),
          ],
        },
      }),
    });

    const lock = (await screen.findByText('tokpulse/railway')).closest('li');
    expect(lock).toHaveTextContent(
      /P1Roll back the partner appled by arnefor \d min( \d+ s)?Needs a decision/,
    );
    const queue = screen.getByRole('list', {
      name: 'Waiting for tokpulse/railway',
    });
    expect(
      within(queue)
        .getAllByRole('link')
        .map(({ textContent }) => textContent),
    ).toEqual(['P0 – Service down', 'Backup']);
  });

  it('takes a target away only with a reason, after it said what that does', async () => {
    const steal = jest.fn(async () => []);
    const { user } = renderOps(<LocksPage />, {
      api: fakeApi({ locks: { list: async () => [held], steal } }),
    });
    await user.click(await screen.findByText('Take the target away…'));
    const dialog = within(await screen.findByRole('dialog'));
    expect(
      dialog.getByText(
        /is stopped where it stands and loses tokpulse\/railway/,
      ),
    ).toBeVisible();
    expect(dialog.getByText('Take it away').closest('button')).toBeDisabled();
    await user.type(
      dialog.getByLabelText(/^Why can it not wait/),
      'The shop is down for everybody',
    );
    await user.click(dialog.getByText('Take it away'));

    await waitFor(() =>
      expect(steal).toHaveBeenCalledWith(
        {
          target: 'tokpulse/railway',
          holder: OTHER_RUN_ID,
          reason: 'The shop is down for everybody',
        },
        { idempotencyKey: expect.stringMatching(/^[0-9a-f]{32}$/) },
      ),
    );
  });

  it('says that a run holds it which the reader may not see, and no more', async () => {
    renderOps(<LocksPage />, {
      api: fakeApi({
        locks: {
          list: async () => [
            aLock({
              holder: { hidden: true, since: held.holder.since },
              queue: [waiter, { hidden: true, since: held.holder.since }],
            }),
          ],
        },
      }),
    });
    const lock = (await screen.findByText('tokpulse/railway')).closest('li');
    expect(lock).toHaveTextContent(/A run that you may not seefor \d+ min/);
    expect(lock).toHaveTextContent('2 runs wait for it');
    expect(screen.getByText(/Ask an administrator/)).toBeVisible();
    expect(screen.getAllByRole('link')).toHaveLength(1);
    expect(screen.queryByText(/Take the target away/)).not.toBeInTheDocument();
  });

  it('says why the reader may not take one away', async () => {
    renderOps(<LocksPage />, {
      api: fakeApi({ locks: { list: async () => [held] } }),
      denied: ['tokpulse-ops.lock.steal'],
    });

    const button = (await screen.findByText('Take the target away…')).closest(
      'button',
    );
    await waitFor(() =>
      expect(button).toHaveAttribute(
        'title',
        expect.stringContaining('tokpulse-ops.lock.steal'),
      ),
    );
    expect(button).toBeDisabled();
  });

  it('offers to stop the reader’s own run instead', async () => {
    const cancelRun = jest.fn(async () => aRun());
    const { user } = renderOps(<LocksPage />, {
      api: fakeApi({ cancelRun, locks: { list: async () => [own] } }),
    });
    await user.click(await screen.findByText(/^Stop “Roll back/));
    expect(screen.queryByText('Take the target away…')).not.toBeInTheDocument();
    await user.click(await screen.findByText('Stop that run'));

    await waitFor(() =>
      expect(cancelRun).toHaveBeenCalledWith(
        { runId: OTHER_RUN_ID },
        expect.anything(),
      ),
    );
  });

  it('says what it means that nothing is held, and who to ask', async () => {
    renderOps(<LocksPage />);
    expect(await screen.findByText('No target is held')).toBeVisible();

    renderOps(<LocksPage />, {
      api: fakeApi({
        locks: {
          list: refuses({ status: 403, name: 'NotAllowedError', message: '' }),
        },
      }),
    });
    expect(await screen.findByText('You may not see the locks')).toBeVisible();
  });
});

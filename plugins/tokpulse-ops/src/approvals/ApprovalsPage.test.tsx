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
import { Outlet, useLocation } from 'react-router-dom';
import { anApproval } from '../__fixtures__/approvals';
import { teamPlan } from '../__fixtures__/plans';
import { aRun } from '../__fixtures__/runs';
import { ago, ahead } from '../__fixtures__/times';
import { fakeApi, refusal, refuses } from '../__testUtils__/fakeApi';
import { renderOps } from '../__testUtils__/renderOps';
import { ApprovalsPage } from './ApprovalsPage';

const Here = () => {
  const { pathname, search } = useLocation();
  return (
    <>
      <output data-testid="here">{`${pathname}${search}`}</output>
      <Outlet />
    </>
  );
};

const question = anApproval({
  planHash: teamPlan.hash,
  from: ['group:default/tokpulse-approvers'],
});

type ApprovalsApi = NonNullable<Parameters<typeof fakeApi>[0]>['approvals'];

const renderPage = (approvals: ApprovalsApi, path = '/') =>
  renderOps(
    <>
      <ApprovalsPage />
      <Here />
    </>,
    {
      path,
      api: fakeApi({
        run: aRun({ approvals: 'team' }),
        getRunPlan: async () => teamPlan,
        approvals,
      }),
    },
  );

/** A list that holds the question until it is answered. */
function listOfOne() {
  let open = true;
  return {
    list: jest.fn(async () => ({ items: open ? [question] : [] })),
    decide: jest.fn(async () => {
      open = false;
      return question;
    }),
  };
}

describe('Page of approvals', () => {
  it('shows first what waits for the reader: what, for whom, since and until when', async () => {
    const list = jest.fn(async () => ({ items: [question] }));
    renderPage({ list });

    const item = (await screen.findByText('P0 – Service down')).closest('li');
    expect(item).toHaveTextContent(
      /P0.*tokpulse · 1 change · asked by olga \d minutes? ago · expires in 3 h 5\d min/,
    );
    expect(item).toHaveTextContent('Why: The status page says 502');
    expect(list).toHaveBeenCalledWith(
      { state: ['open'], mine: 'true', limit: 20 },
      expect.anything(),
    );
  });

  it('opens what the run would change, and takes the yes', async () => {
    const api = listOfOne();
    const { user } = renderPage(api);
    await user.click(await screen.findByText('Look and answer'));
    expect(screen.getByTestId('here')).toHaveTextContent(
      `/?approval=${question.id}`,
    );
    const dialog = within(await screen.findByRole('dialog'));
    const changes = await dialog.findByRole('list', {
      name: 'What it changes',
    });
    expect(changes).toHaveTextContent('Restart the partner app');
    expect(changes).not.toHaveTextContent('Tell the others');
    await user.type(dialog.getByLabelText(/^Comment/), ' go on ');
    await user.click(dialog.getByText('Approve'));

    await screen.findByText('Your answer is recorded and the run knows it');
    expect(api.decide).toHaveBeenCalledWith(
      {
        approvalId: question.id,
        decision: 'approve',
        planHash: teamPlan.hash,
        comment: 'go on',
      },
      { idempotencyKey: expect.stringMatching(/^[0-9a-f]{32}$/) },
    );
    expect(screen.getByTestId('here')).toHaveTextContent(/^\/$/);
    await screen.findByText('Nothing waits for your approval');
  });

  it('opens at the address of an approval, and asks to type the target', async () => {
    renderPage(
      {
        list: async () => ({
          items: [{ ...question, typeTarget: 'tokpulse-partner-app' }],
        }),
      },
      `/?approval=${question.id}`,
    );

    expect(
      await screen.findByLabelText('Type “tokpulse-partner-app” to approve'),
    ).toBeInTheDocument();
    expect(screen.getByText('Approve').closest('button')).toBeDisabled();
  });

  it('keeps the question open when the answer is refused, and says why', async () => {
    const { user } = renderPage(
      {
        list: async () => ({ items: [question] }),
        decide: jest.fn().mockRejectedValue(
          await refusal({
            status: 403,
            name: 'NotAllowedError',
            message: 'You edited this plan',
            nextStep: 'Ask somebody else.',
          }),
        ),
      },
      `/?approval=${question.id}`,
    );
    await user.click(await screen.findByText('Approve'));

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'You edited this planAsk somebody else.',
    );
    expect(screen.getByRole('dialog')).toBeInTheDocument();
  });

  it('warns when the run follows another plan by now', async () => {
    renderPage(
      { list: async () => ({ items: [{ ...question, planHash: 'other' }] }) },
      `/?approval=${question.id}`,
    );

    expect(
      await screen.findByText(/^The run follows another plan by now/),
    ).toBeVisible();
  });

  it('says what became of an approval that is gone', async () => {
    renderPage({ list: async () => ({ items: [] }) }, '/?approval=gone');

    expect(
      await screen.findByText('This approval is not in the list any more'),
    ).toBeVisible();
  });

  it('shows all that are open with why they are for others, and the answered ones', async () => {
    const list = jest.fn(async ({ state = [] }: { state?: string[] } = {}) => ({
      items: state.includes('approved')
        ? [
            anApproval({
              state: 'rejected',
              comment: 'Not now',
              decidedBy: 'user:default/anna',
              decidedAt: ago({ minutes: 1, seconds: 30 }),
            }),
          ]
        : [
            {
              ...question,
              mine: false,
              notMineBecause: 'You asked for it yourself.',
              expiresAt: ahead({ minutes: 3 }),
            },
          ],
    }));
    const { user } = renderPage({ list }, '/?show=open');
    expect(await screen.findByText('You asked for it yourself.')).toBeVisible();
    expect(screen.getByText(/^Expires in [23] min/)).toBeVisible();

    await user.click(screen.getByLabelText('Answered'));
    expect(await screen.findByText(/^Rejected by/)).toHaveTextContent(
      'Rejected by anna 1 minute ago: “Not now”',
    );
    expect(screen.getByTestId('here')).toHaveTextContent('/?show=answered');
  });

  it('loads older ones by the cursor', async () => {
    const list = jest.fn(async ({ cursor }: { cursor?: string } = {}) =>
      cursor === undefined
        ? { items: [question], nextCursor: 'c1' }
        : {
            items: [
              anApproval({
                id: 'old',
                requestedAt: ago({ hours: 3, minutes: 5 }),
              }),
            ],
          },
    );
    const { user } = renderPage({ list });
    await user.click(await screen.findByText('Load older approvals'));

    expect(await screen.findByText('3 hours ago')).toBeVisible();
    expect(list).toHaveBeenCalledWith(
      expect.objectContaining({ cursor: 'c1' }),
      expect.anything(),
    );
  });

  it('says who to ask when the reader may not see them, and what failed', async () => {
    renderPage({
      list: refuses({ status: 403, name: 'NotAllowedError', message: 'No' }),
    });
    await screen.findByText('You may not see the approvals');

    renderPage({
      list: refuses({ status: 400, name: 'InputError', message: 'Odd cursor' }),
    });
    await waitFor(() =>
      expect(screen.getByRole('alert')).toHaveTextContent('Odd cursor'),
    );
  });
});

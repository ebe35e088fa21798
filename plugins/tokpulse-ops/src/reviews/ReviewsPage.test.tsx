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
import { aReview } from '../__fixtures__/approvals';
import { ago, ahead } from '../__fixtures__/times';
import { fakeApi, refuses } from '../__testUtils__/fakeApi';
import { renderOps } from '../__testUtils__/renderOps';
import { ReviewsPage } from './ReviewsPage';

describe('Page of reviews', () => {
  it('says who broke the glass and why, and why the reader may not close it yet', async () => {
    renderOps(<ReviewsPage />, {
      api: fakeApi({
        reviews: {
          list: async () => ({
            items: [
              aReview({
                mode: 'solo',
                notMineBecause: 'Look at it tomorrow, with a clear head.',
                closableAt: ahead({ hours: 9, minutes: 1 }),
              }),
            ],
          }),
        },
      }),
    });

    const review = (await screen.findByText('P0 – Service down')).closest('li');
    await waitFor(() =>
      expect(review).toHaveTextContent('Glass broken by you 1 minute ago'),
    );
    expect(review).toHaveTextContent('Why: Nobody of the approvers answers');
    expect(review).toHaveTextContent(
      'Look at it tomorrow, with a clear head. It can be closed in 9 hours',
    );
    expect(screen.queryByText('Close…')).not.toBeInTheDocument();
  });

  it('is closed with what was found', async () => {
    let open = true;
    const close = jest.fn(async () => {
      open = false;
      return aReview({ state: 'closed' });
    });
    const review = aReview({ mine: true, notMineBecause: undefined });
    const { user } = renderOps(<ReviewsPage />, {
      api: fakeApi({
        reviews: {
          list: async () => ({ items: open ? [review] : [] }),
          close,
        },
      }),
    });
    await user.click(await screen.findByText('Close…'));
    const dialog = within(await screen.findByRole('dialog'));
    expect(
      dialog.getByText('Close the review').closest('button'),
    ).toBeDisabled();
    await user.type(
      dialog.getByLabelText(/^What did you find/),
      'It was right to do so.',
    );
    await user.keyboard('{Control>}{Enter}{/Control}');

    await screen.findByText('No review is open');
    expect(close).toHaveBeenCalledWith(
      { reviewId: review.id, note: 'It was right to do so.' },
      { idempotencyKey: expect.stringMatching(/^[0-9a-f]{32}$/) },
    );
  });

  it('keeps the closed ones, with what was said', async () => {
    const list = jest.fn(async () => ({
      items: [
        aReview({
          state: 'closed',
          closedBy: 'user:default/arne',
          closedAt: ago({ days: 1, minutes: 5 }),
          note: 'Approvers have phones now.',
        }),
      ],
    }));
    renderOps(<ReviewsPage />, {
      path: '/?show=closed',
      api: fakeApi({ reviews: { list } }),
    });

    expect(await screen.findByText(/^Closed by/)).toHaveTextContent(
      'Closed by arne 1 day ago: Approvers have phones now.',
    );
    expect(list).toHaveBeenCalledWith(
      expect.objectContaining({ state: 'closed' }),
      expect.anything(),
    );
  });

  it('says who to ask when the reader may not see them', async () => {
    renderOps(<ReviewsPage />, {
      api: fakeApi({
        reviews: {
          list: refuses({ status: 403, name: 'NotAllowedError', message: '' }),
        },
      }),
    });

    expect(
      await screen.findByText('You may not see the reviews'),
    ).toBeVisible();
  });
});

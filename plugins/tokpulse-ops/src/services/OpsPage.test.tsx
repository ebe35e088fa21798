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
import { anApproval, aReview } from '../__fixtures__/approvals';
import { aSummary, needsDecision } from '../__fixtures__/runs';
import { fakeApi, refuses } from '../__testUtils__/fakeApi';
import { renderOps } from '../__testUtils__/renderOps';
import { OpsIcon } from '../inbox/OpsIcon';
import { OpsPage } from './OpsPage';

const { steps, planId, inputs, lastSeq, logLines, undoneBy, ...mine } =
  needsDecision();

const busy = () =>
  fakeApi({
    approvals: { list: async () => ({ items: [anApproval()] }) },
    reviews: {
      list: async () => ({
        items: [
          aReview({ mine: true, notMineBecause: undefined }),
          aReview({ id: 'not-mine' }),
        ],
      }),
    },
    listRuns: async ({ person } = {}) => ({
      items:
        person === undefined
          ? []
          : [mine, aSummary({ ...mine, id: 'x', lead: 'user:default/arne' })],
    }),
  });

const renderPage = (options: Parameters<typeof renderOps>[1] = {}) =>
  renderOps(<OpsPage />, {
    path: '/tokpulse-ops',
    mountPath: '/tokpulse-ops',
    ...options,
  });

describe('The page', () => {
  it('counts what waits for the reader, and leads to it', async () => {
    renderPage({ api: busy() });

    const waiting = within(
      await screen.findByRole('region', { name: 'Waiting for you' }),
    );
    expect(waiting.getByText('1 approval to answer')).toHaveAttribute(
      'href',
      '/tokpulse-ops/approvals',
    );
    expect(await waiting.findByText('1 review to close')).toBeVisible();
    expect(await waiting.findByText('Needs a decision')).toBeVisible();
    const tabs = within(
      screen.getByRole('navigation', { name: 'Parts of this page' }),
    );
    expect(tabs.getByText('Approvals').closest('a')).toHaveTextContent(
      'Approvals1',
    );
    expect(tabs.getByText('Services').closest('a')).toHaveAttribute(
      'aria-current',
      'page',
    );
  });

  it.each([
    ['/approvals', 'Nothing waits for your approval'],
    ['/reviews', 'No review is open'],
    ['/locks', 'No target is held'],
    ['/runs', 'Nothing has been run here yet'],
  ])('has an address for %s', async (path, text) => {
    renderPage({ path: `/tokpulse-ops${path}` });

    expect(await screen.findByText(text)).toBeVisible();
    expect(
      screen.getByRole('navigation', { name: 'Parts of this page' }),
    ).toBeVisible();
  });

  it('says nothing about waiting while nothing waits', async () => {
    renderPage();
    await screen.findByRole('list', { name: 'Services' });

    expect(screen.queryByText('Waiting for you')).not.toBeInTheDocument();
  });

  it('saves the bundle, or says why it could not', async () => {
    const saved: string[] = [];
    const click = jest
      .spyOn(HTMLAnchorElement.prototype, 'click')
      .mockImplementation(function save(this: HTMLAnchorElement) {
        saved.push(this.download);
      });
    const { createObjectURL, revokeObjectURL } = URL;
    URL.createObjectURL = () => 'blob:bundle';
    URL.revokeObjectURL = () => undefined;
    const downloadBundle = jest
      .fn(fakeApi().downloadBundle)
      .mockImplementationOnce(
        refuses({
          status: 403,
          name: 'NotAllowedError',
          message: 'Not for you',
        }),
      );
    const { user } = renderPage({ api: fakeApi({ downloadBundle }) });
    const button = await screen.findByText('Offline bundle');
    await user.click(button);
    expect(await screen.findByText('Not for you')).toBeVisible();
    await user.click(button);

    await waitFor(() => expect(saved).toEqual(['runbooks.html']));
    click.mockRestore();
    Object.assign(URL, { createObjectURL, revokeObjectURL });
  });
});

describe('The icon in the navigation', () => {
  it('counts what waits for the reader', async () => {
    renderOps(<OpsIcon />, { api: busy() });

    expect(
      await screen.findByLabelText('3 things wait for you'),
    ).toHaveTextContent('3');
  });

  it('counts nothing for somebody who may not see it', async () => {
    const forbidden = refuses({
      status: 403,
      name: 'NotAllowedError',
      message: 'No',
    });
    const list = jest.fn(forbidden);
    renderOps(<OpsIcon />, {
      api: fakeApi({
        approvals: { list },
        reviews: { list: forbidden },
        listRuns: forbidden,
      }),
    });
    await waitFor(() => expect(list).toHaveBeenCalledTimes(1));

    expect(screen.queryByRole('img')).not.toBeInTheDocument();
  });
});

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

import { screen, waitFor } from '@testing-library/react';
import { useLocation } from 'react-router-dom';
import { aSummary } from '../__fixtures__/runs';
import { fakeApi, refuses } from '../__testUtils__/fakeApi';
import { renderOps, type RenderOpsOptions } from '../__testUtils__/renderOps';
import { RunsPage } from './RunsPage';

const Here = () => <output data-testid="here">{useLocation().search}</output>;

const renderPage = (options?: RenderOpsOptions) =>
  renderOps(
    <>
      <RunsPage />
      <Here />
    </>,
    options,
  );

describe('Page of runs', () => {
  it('filters by what its address says', async () => {
    const listRuns = jest.fn(async () => ({ items: [aSummary()] }));
    renderPage({
      api: fakeApi({ listRuns }),
      path: '/?service=tokpulse&state=failed&person=user:default/arne',
    });
    await screen.findByText('Why: The status page says 502');

    expect(listRuns).toHaveBeenCalledWith(
      {
        service: 'tokpulse',
        state: ['failed'],
        person: 'user:default/arne',
        limit: 20,
      },
      expect.anything(),
    );
    expect(screen.getByLabelText('State')).toHaveValue('failed');
  });

  it('keeps in its address what is chosen, until it is cleared', async () => {
    const listRuns = jest.fn(
      async (query: { readonly state?: readonly string[] } = {}) => ({
        items: query.state === undefined ? [aSummary()] : [],
      }),
    );
    const { user } = renderPage({ api: fakeApi({ listRuns }) });
    await screen.findByText('Why: The status page says 502');
    await user.selectOptions(screen.getByLabelText('State'), 'In progress');

    expect(await screen.findByText('No run is like that')).toBeVisible();
    expect(screen.getByTestId('here')).toHaveTextContent('?state=active');
    await user.selectOptions(
      screen.getByLabelText('Runbook'),
      'Health monitoring',
    );
    expect(screen.getByTestId('here')).toHaveTextContent(
      '?state=active&runbook=health-monitoring',
    );

    await user.click(screen.getByText('Clear the filters'));
    await screen.findByText('Why: The status page says 502');
    expect(screen.getByTestId('here')).toBeEmptyDOMElement();
  });

  it('finds runs of a person of the catalog', async () => {
    const listRuns = jest.fn(async () => ({ items: [aSummary()] }));
    const { user } = renderPage({ api: fakeApi({ listRuns }) });
    await user.type(await screen.findByLabelText('Started or led by'), 'you');
    await user.keyboard('{ArrowDown}{Enter}');

    await waitFor(() =>
      expect(listRuns).toHaveBeenCalledWith(
        expect.objectContaining({ person: 'user:default/guest' }),
        expect.anything(),
      ),
    );
  });

  it('loads older runs by the cursor, and marks undo runs and broken glass', async () => {
    const listRuns = jest.fn(async ({ cursor }: { cursor?: string } = {}) =>
      cursor === undefined
        ? { items: [aSummary({ id: 'a' })], nextCursor: 'c1' }
        : {
            items: [
              aSummary({ id: 'b', undoes: 'a' }),
              aSummary({ id: 'c', glassBroken: true }),
            ],
          },
    );
    const { user } = renderPage({ api: fakeApi({ listRuns }) });
    await user.click(await screen.findByText('Load older runs'));

    expect(await screen.findByText('Undo')).toBeVisible();
    expect(screen.getByText('Glass broken')).toBeVisible();
  });

  it('says who to ask when the reader may not see runs', async () => {
    renderPage({
      api: fakeApi({
        listRuns: refuses({
          status: 403,
          name: 'NotAllowedError',
          message: '',
        }),
      }),
    });

    expect(await screen.findByText('You may not see the runs')).toBeVisible();
  });
});

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
import { tokpulse } from '../__fixtures__/services';
import { fakeApi, refuses } from '../__testUtils__/fakeApi';
import { renderOps, type RenderOpsOptions } from '../__testUtils__/renderOps';
import { OpsPage } from './OpsPage';

const renderService = (
  search = '',
  options: Omit<RenderOpsOptions, 'path' | 'mountPath'> = {},
) =>
  renderOps(<OpsPage />, {
    path: `/tokpulse-ops/services/tokpulse${search}`,
    mountPath: '/tokpulse-ops',
    ...options,
  });

describe('The page of a service', () => {
  it('has what its tab has, and the way to the catalog and to all services', async () => {
    renderService();

    expect(
      await screen.findByRole('heading', { level: 1, name: 'TokPulse' }),
    ).toBeVisible();
    expect(await screen.findByRole('region', { name: 'Status' })).toBeVisible();
    expect(
      screen.getByRole('link', { name: 'tokpulse-partner-app' }),
    ).toHaveAttribute(
      'href',
      '/catalog/default/component/tokpulse-partner-app/operations',
    );
    expect(screen.getByRole('link', { name: 'All services' })).toHaveAttribute(
      'href',
      '/tokpulse-ops',
    );
  });

  it('says what to list when a service belongs to no entity', async () => {
    renderService('', {
      api: fakeApi({ getService: async () => ({ ...tokpulse, entities: [] }) }),
    });

    expect(
      await screen.findByText(/list one under entities of this service/),
    ).toBeVisible();
  });

  it('opens the plan of the runbook that a link names, once', async () => {
    const { user } = renderService('?plan=service-down');

    expect(
      await screen.findByRole('dialog', { name: 'Plan: P0 – Service down' }),
    ).toBeVisible();
    await user.keyboard('{Escape}');
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
  });

  it('says that the runbook of a link is not there any more', async () => {
    const { user } = renderService('?plan=renamed');

    expect(
      await screen.findByText('There is no runbook “renamed” for TokPulse'),
    ).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(screen.queryByText(/“renamed”/)).not.toBeInTheDocument();
  });

  it('opens no plan for somebody who may not start runs, and says why not', async () => {
    renderService('?plan=service-down', {
      denied: ['tokpulse-ops.run.create'],
    });

    const plan = await screen.findByRole('button', {
      name: 'Plan P0 – Service down',
    });
    await waitFor(() =>
      expect(plan).toHaveAccessibleDescription(/tokpulse-ops.run.create/),
    );
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('says that there is no such service', async () => {
    renderService('', {
      api: fakeApi({
        getService: refuses({
          status: 404,
          name: 'NotFoundError',
          message: 'No such service',
        }),
      }),
    });

    expect(
      await screen.findByText('There is no such thing here: this service'),
    ).toBeVisible();
  });
});

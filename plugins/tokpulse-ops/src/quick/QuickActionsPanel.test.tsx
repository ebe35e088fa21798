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

import type { RunbookSummary } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { screen } from '@testing-library/react';
import { backup, quickActions } from '../__fixtures__/quickActions';
import { serviceDown } from '../__fixtures__/runbooks';
import { renderOps } from '../__testUtils__/renderOps';
import { QuickActionsPanel } from './QuickActionsPanel';

function renderPanel(
  runbooks: RunbookSummary[],
  mayStart: Parameters<typeof QuickActionsPanel>[0]['mayStart'] = {
    allowed: true,
  },
) {
  const onPlan = jest.fn();
  const rendered = renderOps(
    <QuickActionsPanel
      runbooks={{
        kind: 'data',
        data: runbooks,
        readAt: 0,
        refreshing: false,
        refresh: () => undefined,
      }}
      mayStart={mayStart}
      onPlan={onPlan}
    />,
  );
  return { ...rendered, onPlan };
}

describe('Quick actions', () => {
  it('are buttons, those that change something last and marked', async () => {
    renderPanel([serviceDown, ...quickActions]);

    await screen.findByRole('list', { name: 'Quick actions' });
    expect(
      screen.getAllByRole('button').map(button => button.textContent),
    ).toEqual([
      'Check health',
      'Read the logs',
      'Restart the partner appchanges something',
    ]);
    expect(
      screen.getByRole('button', {
        name: 'Plan Restart the partner app (changes something)',
      }),
    ).toBeEnabled();
  });

  it('show their plan before anything happens', async () => {
    const { user, onPlan } = renderPanel(quickActions);
    await user.click(
      await screen.findByRole('button', { name: 'Plan Check health' }),
    );

    expect(onPlan).toHaveBeenCalledWith(
      expect.objectContaining({ id: 'quick-health' }),
    );
  });

  it('have a backup among them once there is a runbook for it', async () => {
    renderPanel([...quickActions, backup]);

    expect(
      await screen.findByRole('button', { name: /^Plan Create a backup/ }),
    ).toBeVisible();
  });

  it('say why they cannot be used', async () => {
    renderPanel(quickActions, { allowed: false, because: 'Ask for a role' });

    const button = await screen.findByRole('button', {
      name: 'Plan Check health',
    });
    expect(button).toBeDisabled();
    expect(button).toHaveAccessibleDescription('Ask for a role');
  });

  it('are not there where there are none', async () => {
    renderPanel([serviceDown]);

    expect(screen.queryByText('Quick actions')).not.toBeInTheDocument();
  });
});

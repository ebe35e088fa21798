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
import type { PlanAnswer } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { longPlan, longRunbook } from '../__fixtures__/longPlan';
import { serviceDownPlan } from '../__fixtures__/plans';
import { renderOps } from '../__testUtils__/renderOps';
import { onArrowKeys } from './arrowKeys';
import { PlanView } from './PlanView';
import { stepSections } from './stepSections';

const sections = stepSections(longRunbook.body);

const renderPlan = (plan: PlanAnswer = longPlan) =>
  renderOps(
    <div role="presentation" onKeyDown={onArrowKeys}>
      <PlanView plan={plan} sections={sections} />
    </div>,
  );

const row = (name: string) => screen.findByRole('button', { name });
const section = async (name: string) =>
  within(await screen.findByRole('region', { name }));

describe('A plan of forty steps', () => {
  it('says first what it amounts to', async () => {
    renderPlan();

    expect(
      await screen.findByRole('heading', {
        name: '40 steps: 35 only read, 1 asks you, 4 change something',
      }),
    ).toBeVisible();
    expect(
      screen.getByText('tokpulse/postgres, tokpulse/railway'),
    ).toBeVisible();
    expect(screen.getByText(/^2 depend on it/)).toHaveTextContent(
      '2 depend on it: Merchant dashboard, partner-webhooks',
    );
    expect(screen.getByText(/^1 more through others/)).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'billing-reports' }),
    ).toHaveAttribute('href', '/catalog/default/component/billing-reports');
  });

  it('leads to what blocks it, and opens that', async () => {
    const { user } = renderPlan();
    const blocking = await screen.findByText('1 thing keeps it from running');
    const step = await row('Check 3: count what is in table 3');
    expect(step).toHaveAttribute('aria-expanded', 'true');
    await user.click(step);
    await user.click(
      within(blocking.closest('div') ?? blocking).getByRole('button', {
        name: /^3 Check 3/,
      }),
    );

    await waitFor(() => expect(step).toHaveFocus());
    expect(step).toHaveAttribute('aria-expanded', 'true');
  });

  it('stands under the headings of the runbook, or by kind', async () => {
    const { user } = renderPlan();
    const mend = await section('3. Mend the data');
    expect(mend.getByText('8 steps · 1 changes something')).toBeVisible();

    await user.click(screen.getByRole('radio', { name: 'By kind' }));
    const changes = await section('Changes');
    expect(changes.getAllByRole('listitem')).toHaveLength(4);
    // Forty lines of which most only read: those are folded.
    const checks = await section('Checks');
    expect(checks.queryAllByRole('listitem')).toHaveLength(35);
  });

  it('can show changes only, or what somebody looks for', async () => {
    const { user } = renderPlan();
    await user.click(
      await screen.findByRole('radio', { name: '4 changes only' }),
    );
    expect(screen.getByText('4 of 40 steps')).toBeVisible();
    expect(
      screen.queryByRole('button', { name: /^Check/ }),
    ).not.toBeInTheDocument();

    await user.type(screen.getByLabelText('Search the steps'), 'check1');
    await user.click(
      await screen.findByRole('button', { name: 'Show all steps' }),
    );
    expect(await row('Check 1: count what is in table 1')).toBeVisible();
  });

  it('shows rows, variables, messages and what is pinned', async () => {
    const { user } = renderPlan();
    await user.click(await row('Mend subscriptions without a plan'));
    const rows = await section(
      '118 rows of Subscription · the first 3 are shown',
    );
    expect(rows.getByRole('row', { name: /sub_1041/ })).toHaveTextContent(
      'sub_1041null→proactive2026-12-01',
    );
    expect(rows.getByRole('row', { name: /sub_1102/ })).toHaveTextContent(
      'sub_1102starteractive2026-12-11',
    );

    await user.click(await row('Hold billing while the schema changes'));
    expect(screen.getByText('BILLING_PAUSED').closest('li')).toHaveTextContent(
      'AddedBILLING_PAUSED',
    );
    expect(screen.getByText('pinned')).toHaveAttribute(
      'title',
      'Part of the plan: the step runs only while this is still so',
    );

    await user.click(await row('Write to the customers concerned'));
    expect(
      screen.getByText('2 values are known only during the run:'),
    ).toBeVisible();
    expect(screen.getByText('known once the run has started')).toBeVisible();
    expect(
      screen.getByText(/Needs an approval once its input is known, from/),
    ).toHaveTextContent('tokpulse-approvers');
  });

  it('is walked through and unfolded with the arrow keys', async () => {
    const { user } = renderPlan();
    await user.click(await screen.findByLabelText('Search the steps'));
    await user.keyboard('{ArrowDown}');
    expect(
      screen.getByRole('button', { name: /^1. Look at what is wrong/ }),
    ).toHaveFocus();
    await user.keyboard('{ArrowDown}');
    const first = await row('Check 1: count what is in table 1');
    expect(first).toHaveFocus();
    await user.keyboard('{ArrowRight}');
    expect(first).toHaveAttribute('aria-expanded', 'true');
    await user.keyboard('{ArrowLeft}');
    expect(first).toHaveAttribute('aria-expanded', 'false');
    await user.keyboard('{End}');
    expect(
      await row('Look at the storefront in a private window'),
    ).toHaveFocus();
  });
});

describe('A short plan', () => {
  it('shows everything at once', async () => {
    renderPlan(serviceDownPlan);

    expect(
      await screen.findByText('GET https://api.tokpulse.example/health'),
    ).toBeVisible();
    expect(screen.getByText(/^You confirm/)).toHaveTextContent(
      'You confirm 5 Restart the partner app',
    );
  });

  it('says it when nothing depends on the service', async () => {
    renderPlan({ ...serviceDownPlan, dependents: [] });

    expect(
      await screen.findByText(/^Nothing that you may see in the catalog/),
    ).toBeVisible();
  });
});

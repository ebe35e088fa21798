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

import { screen, within } from '@testing-library/react';
import type { ServiceAbout } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { anAbout } from '../__fixtures__/about';
import { tokpulse } from '../__fixtures__/services';
import { ago } from '../__fixtures__/times';
import { fakeApi } from '../__testUtils__/fakeApi';
import { renderOps } from '../__testUtils__/renderOps';
import { AboutSection } from './AboutSection';

const renderAbout = (changes: Partial<ServiceAbout> = {}) =>
  renderOps(<AboutSection service={tokpulse} />, {
    api: fakeApi({ observations: { about: async () => anAbout(changes) } }),
  });

describe('Who and what belongs to a service', () => {
  it('has people with ways to reach them, to click and to copy', async () => {
    renderAbout();

    const contacts = within(
      await screen.findByRole('list', { name: 'Contacts' }),
    );
    expect(contacts.getByText('+1-555-0100')).toHaveAttribute(
      'href',
      'tel:+15550100',
    );
    expect(contacts.getByText('support@tokpulse.example')).toHaveAttribute(
      'href',
      'mailto:support@tokpulse.example',
    );
    expect(
      contacts.getByRole('button', { name: 'Copy the number of Emergency' }),
    ).toBeEnabled();
  });

  it('has the levels of escalation in their order', async () => {
    renderAbout();

    const levels = within(
      await screen.findByRole('list', { name: 'Escalation' }),
    ).getAllByRole('listitem');
    expect(levels.map(({ textContent }) => textContent)).toEqual([
      'Level 1: Basic support',
      'Level 2: Technical support · after 15 min without an answer · through Emergency',
      'Level 3: Engineering · after 30 min without an answer',
    ]);
  });

  it('has the status page first among the addresses, and no address that could run code', async () => {
    renderAbout({
      links: [
        { title: 'Dashboard', url: 'https://dashboard.tokpulse.example' },
        { title: 'Bad', url: ['java', 'script:alert(1)'].join('') },
      ],
    });

    const links = within(
      await screen.findByRole('list', { name: 'Addresses' }),
    ).getAllByRole('link');
    expect(links.map(link => link.getAttribute('href'))).toEqual([
      'https://status.tokpulse.example',
      'https://dashboard.tokpulse.example',
    ]);
  });

  it('shows the feature flags', async () => {
    renderAbout();

    const flags = within(
      await screen.findByRole('region', { name: 'Feature flags' }),
    );
    expect(
      within(flags.getByRole('row', { name: /new-checkout/ })).getByText('on'),
    ).toBeVisible();
  });

  it('says that flags are unknown, which is not off', async () => {
    renderAbout({
      flags: {
        at: ago({ seconds: 3 }),
        known: false,
        message: 'the host answered with an empty page',
        flags: [],
      },
    });

    expect(
      await screen.findByText(
        'Unknown: the host answered with an empty page. Unknown does not mean that they are off.',
      ),
    ).toBeVisible();
    expect(screen.queryByText('No flag is set.')).not.toBeInTheDocument();
  });

  it('says what could be added', async () => {
    renderAbout({
      missing: [{ what: 'Status page', key: 'tokpulseOps.….statusPage' }],
    });

    expect(await screen.findByText('tokpulseOps.….statusPage')).toBeVisible();
  });
});

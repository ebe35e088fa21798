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

import { act, screen, waitFor, within } from '@testing-library/react';
import type { LogPage } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useState } from 'react';
import { logLine } from '../__testUtils__/fakeApi';
import { freshSteps } from '../__fixtures__/runs';
import { pretendLayout } from '../__testUtils__/layout';
import { renderOps } from '../__testUtils__/renderOps';
import { LogStore } from './LogStore';
import type { LogLook } from './LogToolbar';
import { LogView } from './LogView';

pretendLayout({ width: 800, height: 400 });

const Looking = ({ log }: { readonly log: LogStore }) => {
  const [look, setLook] = useState<LogLook>({
    stepId: undefined,
    search: '',
    wrap: 'no-wrap',
    following: true,
  });
  return (
    <LogView log={log} steps={freshSteps()} look={look} onLook={setLook} />
  );
};

function aLog(options: {
  readonly total: number;
  readonly text?: (line: number) => string;
  readonly load?: () => Promise<LogPage>;
}): LogStore {
  const { total, text = line => `line ${line}` } = options;
  const log = new LogStore({
    load: async ({ from, limit }) =>
      options.load?.() ?? {
        lines: Array.from(
          { length: Math.min(limit, total - from) },
          (_, index) => ({
            ...logLine(from + index, index % 2 === 0 ? 'health' : 'logs'),
            text: text(from + index),
          }),
        ),
        total,
      },
    gatherMs: 0,
  });
  log.grow(total);
  return log;
}

describe('Log', () => {
  it('draws a few of 300,000 lines, and loads no more than it needs', async () => {
    const log = aLog({ total: 300_000 });
    renderOps(<Looking log={log} />);

    expect(await screen.findByText('line 0')).toBeInTheDocument();
    expect(screen.getByText('300000 lines')).toBeInTheDocument();
    expect(screen.getAllByText(/^line \d+$/).length).toBeLessThan(200);
    expect(log.loaded).toBeLessThanOrEqual(1_000);
  });

  it('is a region that the keyboard can scroll and that is not read out', async () => {
    renderOps(<Looking log={aLog({ total: 10 })} />);

    const region = await screen.findByRole('log', { name: 'Log of the run' });
    expect(region).toHaveAttribute('tabindex', '0');
    expect(region).toHaveAttribute('aria-live', 'off');
  });

  it('shows output as text, whatever it pretends to be', async () => {
    const { container } = renderOps(
      <Looking
        log={aLog({
          total: 4,
          text: line =>
            [
              '<img src=x onerror=alert(1)><script>alert(2)</script>',
              '\u001b[31mFATAL\u001b[0m',
              'paid \u202E001 EUR',
              '[click](javascript:alert(3))',
            ][line],
        })}
      />,
    );

    expect(await screen.findByText(/^<img src=x onerror/)).toBeInTheDocument();
    expect(screen.getByText('FATAL')).toBeInTheDocument();
    expect(screen.getByText('paid ⟨U+202E⟩001 EUR')).toBeInTheDocument();
    const log = within(screen.getByRole('log'));
    expect(log.queryByRole('link')).not.toBeInTheDocument();
    expect(log.queryByRole('img')).not.toBeInTheDocument();
    expect(container.querySelector('[onerror]')).toBeNull();
  });

  it('says the level of loud lines in words', async () => {
    renderOps(<Looking log={aLog({ total: 60 })} />);

    expect((await screen.findAllByText('error')).length).toBeGreaterThan(0);
  });

  it('adds lines as they come', async () => {
    const log = aLog({ total: 2 });
    renderOps(<Looking log={log} />);
    await screen.findByText('line 1');
    act(() => log.add([{ ...logLine(2), text: 'fresh' }]));

    expect(await screen.findByText('fresh')).toBeInTheDocument();
    expect(screen.getByText('3 lines')).toBeInTheDocument();
  });

  it('finds text in the loaded lines and says how much that is', async () => {
    const log = aLog({ total: 2_500 });
    const { user } = renderOps(<Looking log={log} />);
    await screen.findByText('line 0');
    await user.type(screen.getByLabelText('Search loaded lines'), 'LINE 77');

    expect(
      await screen.findByText(
        /^11 matching lines among the 1,000 loaded of 2,500 lines/,
      ),
    ).toBeInTheDocument();
    expect(screen.getAllByText('line 77', { selector: 'mark' })).toHaveLength(
      11,
    );

    await user.click(screen.getByRole('button', { name: 'Load older lines' }));
    expect(log.loaded).toBe(1_000);
    await user.clear(screen.getByLabelText('Search loaded lines'));
    await user.type(screen.getByLabelText('Search loaded lines'), 'nowhere');
    expect(await screen.findByText('No loaded line matches')).toBeVisible();
  });

  it('shows the lines of one step', async () => {
    const { user } = renderOps(<Looking log={aLog({ total: 6 })} />);
    await screen.findByText('line 0');
    await user.selectOptions(screen.getByLabelText('Step'), 'logs');

    expect(await screen.findByText('3 matching lines')).toBeInTheDocument();
    expect(screen.queryByText('line 0')).not.toBeInTheDocument();
    expect(screen.getByText('line 1')).toBeInTheDocument();
  });

  it('stops following when asked, and offers the way back to the end', async () => {
    const { user } = renderOps(<Looking log={aLog({ total: 6 })} />);
    const follow = await screen.findByLabelText('Follow the end');
    expect(follow).toBeChecked();
    await user.click(follow);
    await user.click(screen.getByRole('button', { name: 'Jump to the end' }));

    expect(follow).toBeChecked();
    expect(
      screen.queryByRole('button', { name: 'Jump to the end' }),
    ).not.toBeInTheDocument();
  });

  it('copies the loaded lines as they are shown', async () => {
    const { user } = renderOps(
      <Looking
        log={aLog({ total: 2, text: line => `\u001b[31mcopied ${line}` })}
      />,
    );
    await screen.findByText('copied 0');
    const writeText = jest.spyOn(navigator.clipboard, 'writeText');
    await user.click(
      screen.getByRole('button', { name: 'Copy the loaded lines' }),
    );

    expect(await screen.findByText('Copied')).toBeInTheDocument();
    expect(writeText).toHaveBeenCalledWith(
      '2026-03-01T02:00:00.000Z copied 0\n2026-03-01T02:00:00.010Z copied 1',
    );
  });

  it('says which lines could not be loaded, and loads them on request', async () => {
    let broken = true;
    const { user } = renderOps(
      <Looking
        log={aLog({
          total: 3,
          load: () =>
            broken
              ? Promise.reject(new Error('502'))
              : Promise.resolve({
                  lines: [logLine(0), logLine(1), logLine(2)],
                  total: 3,
                }),
        })}
      />,
    );
    expect(
      await screen.findByText('Lines 1 to 3 could not be loaded.'),
    ).toBeInTheDocument();
    broken = false;
    await user.click(screen.getByRole('button', { name: 'Try again' }));

    expect(await screen.findByText('line 2')).toBeInTheDocument();
  });

  it('says that there is no output yet', async () => {
    renderOps(<Looking log={aLog({ total: 0 })} />);

    await waitFor(() =>
      expect(screen.getByText('No output yet')).toBeInTheDocument(),
    );
  });
});

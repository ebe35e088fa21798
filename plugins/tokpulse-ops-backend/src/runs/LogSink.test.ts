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

import type { LogLine } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { eventually } from '../testing';
import { LogSink } from './LogSink';
import { createRedactor } from './redaction';

const line = (text: string): LogLine => ({
  at: '2026-01-01T00:00:00.000Z',
  level: 'info',
  text,
});

describe('LogSink', () => {
  let written: LogLine[][] = [];
  const create = (
    write: (lines: readonly LogLine[]) => Promise<void> = async lines => {
      written.push([...lines]);
    },
  ) =>
    new LogSink({
      redactor: createRedactor({ secrets: ['a-very-secret-token'] }),
      now: () => new Date('2026-01-01T00:00:00.000Z'),
      write,
      leave: lines => written.push([...lines]),
    });

  beforeEach(() => {
    written = [];
  });

  it('writes lines soon, several at once, in order', async () => {
    const sink = create();
    sink.info('one');
    sink.warn('two\nthree');
    await eventually(
      () => written.length,
      count => count > 0,
      { withinMs: 1_000 },
    );
    await sink.end();
    expect(written).toEqual([
      [
        line('one'),
        { ...line('two'), level: 'warn' },
        { ...line('three'), level: 'warn' },
      ],
    ]);
  });

  it('makes batches of at most 64 KiB and a line', async () => {
    const sink = create();
    await sink.lines(
      Array.from({ length: 1_000 }, () => line('x'.repeat(1_000))),
    );
    await sink.end();
    expect(written.flat()).toHaveLength(1_000);
    for (const batch of written) {
      const bytes = batch.reduce((sum, one) => sum + one.text.length + 64, 0);
      expect(bytes).toBeLessThan(64 * 1024 + 1_100);
    }
  });

  it('makes an action wait that is ahead of the store', async () => {
    let release: () => void = () => {};
    const gate = new Promise<void>(resolve => {
      release = resolve;
    });
    let batches = 0;
    const sink = create(async () => {
      batches += 1;
      await gate;
    });
    let done = false;
    const writing = sink
      .lines(Array.from({ length: 2_000 }, () => line('x'.repeat(1_000))))
      .then(() => {
        done = true;
      });
    await eventually(
      () => batches,
      count => count > 0,
    );
    expect(done).toBe(false);
    release();
    await writing;
    await sink.end();
    expect(done).toBe(true);
  });

  it('drops what cannot wait rather than fill the memory, and says so', async () => {
    const sink = create();
    for (let index = 0; index < 6_000; index += 1) {
      sink.info('y'.repeat(1_000));
    }
    await sink.end();
    const lines = written.flat();
    expect(lines.length).toBeLessThan(5_000);
    expect(lines.at(-1)?.text).toMatch(/^\d+ further lines were not kept/);
    const dropped = Number(/^\d+/.exec(lines.at(-1)?.text ?? '')?.[0]);
    expect(dropped + lines.length - 1).toBe(6_000);
  });

  it('redacts before it cuts a long line', async () => {
    const sink = create();
    const secret = 'a-very-secret-token';
    sink.info(`${'z'.repeat(16 * 1024 - 5)}${secret}${'z'.repeat(50_000)}`);
    sink.info(`${secret.repeat(1_700)}${'z'.repeat(10_000)}`);
    await sink.end();
    const [first, second] = written.flat();
    expect(first.text).not.toContain('a-very');
    expect(first.text).toMatch(/… \(\d+ further characters\)$/);
    expect(second.text).not.toContain('a-v');
  });

  it('does not keep an action waiting for a store that is gone', async () => {
    const sink = create(async () => {
      throw new Error('gone');
    });
    await expect(
      sink.lines(Array.from({ length: 2_000 }, () => line('x'.repeat(1_000)))),
    ).resolves.toBeUndefined();
    await expect(sink.end()).resolves.toBeUndefined();
  });
});

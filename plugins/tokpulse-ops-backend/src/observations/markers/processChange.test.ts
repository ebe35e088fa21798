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

import { processChange, type HostProcess } from './processChange';

const at = new Date('2026-11-24T14:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const before = (milliseconds: number) => new Date(at.getTime() - milliseconds);
const known: HostProcess = {
  host: 'api',
  version: '1.4.1',
  startedAt: before(HOUR),
  uptimeMs: HOUR - MINUTE,
};
const reading = (version: string | undefined, uptimeMs: number | undefined) =>
  processChange(known, { host: 'api', version, uptimeMs }, at);

describe('the process behind a host', () => {
  it('is remembered when it is seen first, and that is no event', () => {
    expect(
      processChange(undefined, { host: 'api', version: '1', uptimeMs: 5 }, at),
    ).toEqual({
      process: {
        host: 'api',
        version: '1',
        startedAt: before(5),
        uptimeMs: 5,
      },
    });
  });

  it('was restarted when its uptime began again', () => {
    expect(reading('1.4.1', 10_000).began).toEqual({
      kind: 'restart',
      host: 'api',
      version: '1.4.1',
      at: before(10_000),
    });
    expect(reading(undefined, 2_000).began).toMatchObject({ kind: 'restart' });
  });

  it('was deployed when another version came with it', () => {
    expect(reading('1.4.2', 4 * MINUTE).began).toEqual({
      kind: 'deployment',
      host: 'api',
      version: '1.4.2',
      versionBefore: '1.4.1',
      at: before(4 * MINUTE),
    });
  });

  it('was deployed when another version came, where no uptime is told', () => {
    const withoutUptime = { host: 'api', version: '1.4.1' };
    expect(
      processChange(withoutUptime, { host: 'api', version: '1.4.2' }, at).began,
    ).toMatchObject({ kind: 'deployment', at });
    expect(
      processChange(withoutUptime, { host: 'api', version: '1.4.1' }, at),
    ).toEqual({});
  });

  it('is the same when an answer took a while', () => {
    expect(reading('1.4.1', HOUR - 12_000).began).toBeUndefined();
    expect(reading('1.4.1', HOUR + 500).began).toBeUndefined();
  });

  it('is the newest one of several that answer by turns', () => {
    // An instance of the release before, and then the newest one again.
    expect(reading('1.4.0', 30 * HOUR)).toEqual({});
    expect(reading('1.4.1', HOUR).began).toBeUndefined();
  });

  it('says nothing when it tells neither a version nor an uptime', () => {
    expect(reading(undefined, undefined)).toEqual({});
  });
});

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

import type { HostHealth } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { compareHealth } from './compareHealth';

const AT = '2026-11-23T18:00:00.000Z';
const LATER = '2026-11-23T18:01:00.000Z';

const host = (more: Partial<HostHealth> = {}): HostHealth => ({
  host: 'api',
  url: 'https://api.example/health',
  status: 'healthy',
  answer: 'answered',
  latencyMs: 40,
  message: 'Is healthy',
  checks: [],
  ...more,
});

const check = (
  name: string,
  status: HostHealth['status'],
  ignored = false,
): HostHealth['checks'][number] => ({ name, status, ignored });

const down = host({
  status: 'unhealthy',
  answer: 'edge-error',
  message: "Does not answer: the platform's edge says 502",
});

const compare = (before: HostHealth, now: HostHealth) =>
  compareHealth({ at: AT, hosts: [before] }, { at: LATER, hosts: [now] });

describe('compareHealth', () => {
  it.each<[string, Partial<HostHealth>, Partial<HostHealth>, boolean]>([
    ['the same process', { uptimeMs: 10_000 }, { uptimeMs: 70_000 }, false],
    [
      'the same process, read slowly',
      { uptimeMs: 10_000, latencyMs: 5_000 },
      { uptimeMs: 66_000, latencyMs: 3_000 },
      false,
    ],
    ['a new process', { uptimeMs: 900_000 }, { uptimeMs: 4_000 }, true],
    [
      'a new process that is older than the first one was',
      { uptimeMs: 2_000 },
      { uptimeMs: 50_000 },
      true,
    ],
    ['no process any more', { uptimeMs: 900_000 }, {}, false],
    ['a process that tells no uptime', {}, {}, false],
  ])('sees whether it is %s', (_, before, now, restarted) => {
    expect(compare(host(before), host(now)).restarted).toBe(restarted);
  });

  it('sees that a host that was down was started, or was only not heard', () => {
    expect(compare(down, host({ uptimeMs: 20_000 })).restarted).toBe(true);
    expect(compare(down, host({ uptimeMs: 600_000 })).restarted).toBe(false);
    expect(compare(down, down).restarted).toBe(false);
  });

  it('wants every host that tells its uptime to be a new process', () => {
    const [api, web] = [host({ uptimeMs: 1_000 }), host({ host: 'web' })];
    const old = { ...web, uptimeMs: 900_000 };
    expect(
      compareHealth(
        { at: AT, hosts: [host({ uptimeMs: 800_000 }), old] },
        { at: LATER, hosts: [api, { ...old, uptimeMs: 960_000 }] },
      ).restarted,
    ).toBe(false);
    expect(
      compareHealth(
        { at: AT, hosts: [host({ uptimeMs: 800_000 }), web] },
        { at: LATER, hosts: [api, web] },
      ).restarted,
    ).toBe(true);
  });

  it('reports checks that became worse and better, and leaves the others alone', () => {
    const before = host({
      checks: [
        check('database', 'unhealthy'),
        check('memory', 'healthy'),
        check('external_deps', 'unhealthy'),
        check('disk', 'unknown'),
        check('queue', 'healthy', true),
      ],
    });
    const now = host({
      checks: [
        check('database', 'healthy'),
        check('memory', 'degraded'),
        check('external_deps', 'unhealthy'),
        check('disk', 'unhealthy'),
        check('queue', 'unhealthy', true),
        check('brand_new', 'unhealthy'),
      ],
    });
    expect(compare(before, now)).toMatchObject({
      regressions: [
        { host: 'api', check: 'memory', was: 'healthy', is: 'degraded' },
      ],
      recovered: [
        { host: 'api', check: 'database', was: 'unhealthy', is: 'healthy' },
      ],
    });
  });

  it('does not hold a failing check against a host that was down before', () => {
    const up = host({
      status: 'unhealthy',
      uptimeMs: 3_000,
      checks: [check('external_deps', 'unhealthy')],
    });
    expect(compare(down, up)).toMatchObject({
      restarted: true,
      regressions: [],
      recovered: [{ host: 'api', was: 'unhealthy', is: 'unhealthy' }],
    });
  });

  it('calls it worse when a host that answered does not answer any more', () => {
    const unhealthy = host({
      status: 'unhealthy',
      checks: [check('external_deps', 'unhealthy')],
    });
    expect(compare(unhealthy, down).regressions).toMatchObject([
      { host: 'api', was: 'unhealthy', is: 'unhealthy', message: down.message },
    ]);
    expect(compare(host(), down).regressions).toHaveLength(1);
  });

  it('compares nothing with what is not known', () => {
    const limited = host({ status: 'unknown', answer: 'rate-limited' });
    expect(compare(host(), limited)).toMatchObject({
      regressions: [],
      recovered: [],
    });
    expect(compare(limited, down)).toMatchObject({ regressions: [] });
  });

  it('passes over hosts that were not read before', () => {
    expect(
      compareHealth(
        { at: AT, hosts: [] },
        { at: LATER, hosts: [host({ uptimeMs: 1 })] },
      ),
    ).toEqual({ restarted: false, regressions: [], recovered: [] });
  });
});

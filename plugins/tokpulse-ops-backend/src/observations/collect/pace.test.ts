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

import type { ServiceHost } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { nextCollectionMs, paceOf, roomIn, type PacedService } from './pace';

const seconds = (count: number) => count * 1000;

const host = (name: string, more: Partial<ServiceHost> = {}): ServiceHost => ({
  name,
  url: `https://${name}.example.com`,
  ...{ health: '/health', format: 'tokpulse', ignoreChecks: [] },
  ...more,
});

const service = (
  hosts: readonly ServiceHost[],
  collect: Partial<PacedService['collect']> = {},
): PacedService => ({
  hosts: Object.fromEntries(hosts.map(one => [one.name, one])),
  collect: {
    everyMs: seconds(60),
    whileUnhealthyMs: seconds(15),
    requestBudget: 100,
    ...collect,
  },
});

const all = { metrics: '/metrics', performance: '/performance' };

describe('the pace of a service', () => {
  it('is what is configured, where the budget carries it', () => {
    expect(paceOf(service([host('api')]))).toMatchObject({
      everyMs: seconds(60),
      whileUnhealthyMs: seconds(15),
      detailsMs: Infinity,
      smallestMs: seconds(15),
    });
  });

  it('reads metrics and performance less often than health', () => {
    expect(paceOf(service([host('api', all)]))).toMatchObject({
      everyMs: seconds(60),
      whileUnhealthyMs: seconds(20),
      detailsMs: seconds(180),
    });
  });

  it('is slower where many hosts share a small budget', () => {
    const hosts = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(name =>
      host(name),
    );
    expect(paceOf(service(hosts))).toMatchObject({
      everyMs: seconds(120),
      whileUnhealthyMs: seconds(120),
      smallestMs: seconds(120),
    });
  });

  it('leaves hosts with a budget of their own out of the shared one', () => {
    const hosts = [
      host('api', all),
      host('app', { requestBudget: 1000 }),
      host('dashboard', { requestBudget: 60 }),
    ];
    expect(paceOf(service(hosts))).toMatchObject({
      // 36 requests of the dashboard's 60 in 900 s.
      whileUnhealthyMs: seconds(25),
      detailsMs: seconds(180),
    });
  });

  it('does not count what belongs to vendors', () => {
    const hosts = [host('api'), host('stripe', { external: true, ...all })];
    expect(paceOf(service(hosts))).toEqual(paceOf(service([host('api')])));
  });

  it('carries a collection every second with a budget for it', () => {
    const pace = paceOf(
      service([host('api', all)], {
        ...{ everyMs: seconds(1), whileUnhealthyMs: seconds(1) },
        requestBudget: 10_000,
      }),
    );
    expect(pace).toMatchObject({
      everyMs: seconds(1),
      whileUnhealthyMs: seconds(1),
      smallestMs: 500,
    });
    expect(pace.detailsMs).toBeLessThanOrEqual(seconds(2));
  });

  it('never spends more than 60 % of the budget', () => {
    for (const hosts of [
      [host('a')],
      [host('a', all), host('b', { metrics: '/m' })],
      [host('a', all), host('b', all), host('c', all), host('d')],
    ]) {
      for (const requestBudget of [10, 100, 3_000]) {
        const pace = paceOf(
          service(hosts, {
            ...{ everyMs: seconds(1), whileUnhealthyMs: seconds(1) },
            requestBudget,
          }),
        );
        const details = hosts.reduce(
          (sum, { metrics, performance }) =>
            sum + (metrics ? 1 : 0) + (performance ? 2 : 0),
          0,
        );
        const inWindow =
          (seconds(900) / pace.whileUnhealthyMs) * hosts.length +
          (seconds(900) / pace.detailsMs) * details;
        expect(inWindow).toBeLessThanOrEqual(0.6 * requestBudget + 0.001);
      }
    }
  });
});

describe('the room in a budget', () => {
  const pace = paceOf(service([host('api')]));

  it('is what observations have left of their share', () => {
    expect(roomIn(pace, { observations: 50, others: 30 })).toBe(10);
    expect(roomIn(pace, { observations: 61, others: 0 })).toBe(0);
  });

  it('is smaller where runs needed more than theirs', () => {
    expect(roomIn(pace, { observations: 10, others: 85 })).toBe(5);
  });
});

describe('the next collection', () => {
  const pace = paceOf(service([host('api'), host('app')]));
  const next = (more: Partial<Parameters<typeof nextCollectionMs>[0]> = {}) =>
    nextCollectionMs({
      ...{ pace, status: 'healthy', wasSettled: true, limits: {} },
      ...{ hosts: ['api', 'app'], now: 0, random: 0 },
      ...more,
    });

  it('is sooner as long as the service is not well', () => {
    expect(next()).toBe(seconds(60));
    expect(next({ status: 'unhealthy' })).toBe(seconds(30));
    expect(next({ status: 'degraded' })).toBe(seconds(30));
    expect(next({ status: 'unknown' })).toBe(seconds(30));
  });

  it('confirms a recovery soon', () => {
    expect(next({ status: 'healthy', wasSettled: false })).toBe(seconds(30));
  });

  it('is up to a tenth later, so that replicas drift apart', () => {
    expect(next({ random: 1 })).toBe(seconds(66));
  });

  it('spreads what a host says is left over the time until there is more', () => {
    const limits = {
      api: { at: 0, limit: 100, remaining: 10, resetAt: seconds(600) },
    };
    expect(next({ limits })).toBe(seconds(100));
    expect(next({ limits, now: seconds(601) })).toBe(seconds(60));
  });

  it('waits for the reset when nothing is left', () => {
    const limits = {
      api: { at: 0, limit: 100, remaining: 0, resetAt: seconds(600) },
    };
    expect(next({ limits })).toBe(seconds(600));
  });

  it('waits only as long as the first host wants to be left alone', () => {
    const both = {
      api: { at: 0, pausedUntil: seconds(840) },
      app: { at: 0, pausedUntil: seconds(300) },
    };
    expect(next({ limits: both, status: 'unknown' })).toBe(seconds(300));
    expect(next({ limits: { api: both.api }, status: 'unknown' })).toBe(
      seconds(30),
    );
  });
});

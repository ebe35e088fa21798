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

import fc from 'fast-check';
import type {
  HealthStatus,
  HostAnswer,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  api,
  faults,
  observed,
  plainHost,
  readAt,
  troubledSince,
} from '../__fixtures__/faults';
import type { Happening } from '../markers';
import { explain, LONGEST_SENTENCE } from './explain';

const title = 'TokPulse';
const minutesBefore = (date: Date, minutes: number) =>
  new Date(date.getTime() - minutes * 60_000);

const deployment: Happening = {
  at: minutesBefore(troubledSince, 4),
  kind: 'deployment',
  host: 'api',
  version: '1.4.2',
  label: 'api 1.4.2 (was 1.4.1)',
};
const restart: Happening = {
  at: minutesBefore(readAt, 3),
  kind: 'restart',
  host: 'api',
  label: 'api restarted',
};

describe('what is wrong', () => {
  const down =
    "api does not answer: the platform's edge says 502 'Application failed to respond', since 14:02 UTC (for 12 min)";
  it.each([
    { fault: 'crash', headline: down, details: ['app and dashboard are fine'] },
    {
      fault: 'memory-leak',
      headline:
        'api: memory is at 96.2 %, threshold 90 %, since 14:02 UTC (for 12 min); 4 of 5 checks fine',
      details: [
        'app is fine',
        'Memory of api: share of the current heap, not of a limit: high values can be normal',
      ],
    },
    {
      fault: 'slow-database',
      headline:
        'api: database answers in 1.8 s, threshold 1 s, since 14:02 UTC (for 12 min); 4 of 5 checks fine',
      details: ['app is fine'],
    },
    {
      fault: 'pool-exhausted',
      headline:
        'api: database connection failed: timeout exceeded when trying to connect, since 14:02 UTC (for 12 min); 4 of 5 checks fine',
      details: ['app is fine'],
    },
    {
      fault: 'bad-deploy',
      happened: [deployment],
      headline: `${down}; started 4 min after deployment 1.4.2 of api`,
      details: ['app is fine'],
    },
    {
      fault: 'always-503',
      headline:
        'api: the external deps check fails: 0/2 external dependencies healthy, since 14:02 UTC (for 12 min); 4 of 5 checks fine',
      details: [
        'app is fine',
        'External deps of api: judged by the bare root addresses of the vendors, which may answer 404 while their APIs work',
        'Shopify API and Stripe API do answer, only not with success at the root address: that is no outage',
      ],
    },
    ...['redis-down', 'provider-errors', 'provider-slow', 'lost-reply'].map(
      fault => ({
        fault,
        headline: `TokPulse is healthy since 14:02 UTC (for 12 min): all ${faults[fault].length} hosts are fine`,
        details: [],
      }),
    ),
  ])('is told for $fault', ({ fault, headline, details, ...rest }) => {
    const happened = 'happened' in rest ? rest.happened : [];
    const observation = observed(faults[fault]);
    expect(explain({ title, observation, happened })).toEqual({
      headline,
      details,
    });
  });

  it('is told for every fault of the sandbox', () => {
    expect(Object.keys(faults).sort()).toEqual(
      [
        ...['crash', 'memory-leak', 'slow-database', 'pool-exhausted'],
        ...['redis-down', 'bad-deploy', 'always-503', 'provider-errors'],
        ...['provider-slow', 'lost-reply'],
      ].sort(),
    );
  });

  it('does not name the only host of a service', () => {
    const [slow] = faults['slow-database'];
    expect(explain({ title, observation: observed([slow]) }).headline).toBe(
      'Database answers in 1.8 s, threshold 1 s, since 14:02 UTC (for 12 min); 4 of 5 checks fine',
    );
  });

  it('begins when the check got worse, not when the host did', () => {
    const { headline } = explain({
      title,
      observation: observed(faults['slow-database'], {
        sinceOf: {
          api: { since: minutesBefore(readAt, 60) },
          'api/database': { since: minutesBefore(readAt, 2) },
        },
      }),
    });
    expect(headline).toContain('since 14:12 UTC (for 2 min)');
  });

  it('names what happened just before, and only that, as where it started', () => {
    const words = (happened: readonly Happening[]) =>
      explain({
        title,
        observation: observed(faults['slow-database']),
        happened,
      });
    expect(words([deployment]).headline).toContain(
      'started 4 min after deployment 1.4.2 of api',
    );
    const early = { ...deployment, at: minutesBefore(troubledSince, 40) };
    expect(words([early]).headline).not.toContain('started');
    const elsewhere = { ...deployment, host: 'app' };
    expect(words([elsewhere]).headline).not.toContain('started');
    const run: Happening = {
      at: minutesBefore(troubledSince, 1),
      kind: 'run',
      runId: 'r',
      label: 'Flush the cache (succeeded)',
    };
    expect(words([run]).headline).toContain(
      'started 1 min after the run Flush the cache (succeeded)',
    );
    expect(words([run, deployment]).headline).toContain('deployment 1.4.2');
  });

  it('says that a restart emptied the figures', () => {
    expect(
      explain({
        title,
        observation: observed(faults['redis-down']),
        happened: [restart],
      }).details,
    ).toEqual([
      'api was restarted at 14:11 UTC, 3 min before this reading; its own figures began again',
    ]);
  });

  it('is not known while a host limits our requests, and says when it is tried', () => {
    const host = plainHost('api', {
      status: 'unknown',
      answer: 'rate-limited',
      httpStatus: 429,
      message: 'Limits our requests (429), so its state is not known',
      rateLimit: { limit: 100, remaining: 0, resetAt: '2026-11-24T14:21:00Z' },
    });
    expect(explain({ title, observation: observed([host]) }).headline).toBe(
      'The state of api is not known since 14:02 UTC (for 12 min): it limits our requests (429); next try at 14:21 UTC',
    );
  });

  it('tells a host without an endpoint from an outage', () => {
    const app = plainHost('app', {
      status: 'unknown',
      answer: 'not-offered',
      httpStatus: 404,
      message: 'Offers no health at / (404)',
    });
    expect(explain({ title, observation: observed([api(), app]) })).toEqual({
      headline: 'TokPulse is healthy since 14:02 UTC (for 12 min)',
      details: [
        'app offers no health at / (404) and is not judged: that is no outage',
      ],
    });
    expect(explain({ title, observation: observed([app]) }).headline).toBe(
      'No host of TokPulse tells its health, so it is not known',
    );
  });

  it('names checks that are shown and not judged, and what misleads in them', () => {
    const host = api(
      {
        disk: {
          status: 'unhealthy',
          message: 'Disk usage: 97.0%',
          details: { usagePercent: 97 },
        },
      },
      ['disk'],
    );
    expect(explain({ title, observation: observed([host]) })).toEqual({
      headline: 'TokPulse is healthy since 14:02 UTC (for 12 min)',
      details: [
        "Disk of api: measures the machine's memory, not a disk",
        'Disk of api is unhealthy and not judged, as configured',
      ],
    });
  });

  it('says that a score of 100 stands for nothing', () => {
    expect(
      explain({
        title,
        observation: observed([api()]),
        scoresWithoutData: ['api'],
      }).details,
    ).toEqual([
      'The performance score of api is 100 only because nothing has been recorded yet',
    ]);
  });

  it('puts the worst host first, and the others after it', () => {
    const slow = plainHost('app', {
      status: 'unhealthy',
      answer: 'server-error',
      message: 'Answers with an error (500) and gives no reasons',
    });
    const { headline, details } = explain({
      title,
      observation: observed([...faults['slow-database'].slice(0, 1), slow]),
    });
    expect(headline).toBe(
      'app answers with an error (500) and gives no reasons, since 14:02 UTC (for 12 min)',
    );
    expect(details[0]).toBe(
      'api: database answers in 1.8 s, threshold 1 s, since 14:02 UTC (for 12 min)',
    );
  });

  it('is said of a service that nobody has read, or that has no host', () => {
    expect(explain({ title, observation: undefined }).headline).toBe(
      'The health of TokPulse has not been read yet',
    );
    expect(explain({ title, observation: observed([]) }).headline).toBe(
      'No host of TokPulse is configured, so its health is not known',
    );
    expect(
      explain({
        title,
        observation: observed([], {
          failure: { message: 'No route', nextStep: 'Check the network' },
        }),
      }),
    ).toEqual({
      headline: 'The health of TokPulse could not be read: No route',
      details: ['Check the network'],
    });
  });

  it('tells another day by its date', () => {
    const since = new Date('2026-11-22T23:50:00Z');
    expect(
      explain({ title, observation: observed([api()], { since }) }).headline,
    ).toBe('TokPulse is healthy since 22 November, 23:50 UTC (for 1 d 14 h)');
  });
});

describe('words', () => {
  const secret = 'hunter2-very-secret';
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 2_000 }),
    fc.constant(`postgres://app:${secret}@db:5432/x refused`),
    fc.constant(`password=${secret}`),
    fc.constant(`Authorization: Bearer ${secret}`),
    fc.constant('word '.repeat(200)),
  );
  const status = fc.constantFrom<HealthStatus>(
    'healthy',
    'degraded',
    'unhealthy',
    'unknown',
  );
  const check = fc.record(
    {
      name: text,
      status,
      ignored: fc.boolean(),
      message: text,
      reality: text,
      reading: fc.record({
        value: fc.double({ min: 0, max: 1e12, noNaN: true }),
        unit: fc.constantFrom('ms', 'percent', 'bytes', 'seconds', 'count'),
        degradedAt: fc.double({ min: 0, max: 100, noNaN: true }),
        unhealthyAt: fc.double({ min: 0, max: 100, noNaN: true }),
      }),
    },
    { requiredKeys: ['name', 'status', 'ignored'] },
  );
  const answer = fc.constantFrom<HostAnswer>(
    ...(['answered', 'rate-limited', 'not-offered', 'timeout'] as const),
    ...(['refused', 'edge-error', 'server-error'] as const),
  );
  const host = fc.record({
    host: fc.constantFrom('api', 'app', 'dashboard'),
    url: fc.constantFrom('https://api.example.com/health', 'nonsense'),
    latencyMs: fc.nat(),
    message: text,
    checks: fc.array(check, { maxLength: 6 }),
    ...{ status, answer },
  });
  const happening = fc.record({
    at: fc.date({
      min: minutesBefore(readAt, 60),
      max: readAt,
      noInvalidDate: true,
    }),
    kind: fc.constantFrom<Happening['kind']>('deployment', 'restart', 'run'),
    label: text,
    version: text,
    host: fc.constantFrom('api', 'app'),
  });
  const input = fc
    .tuple(
      fc.array(host, { maxLength: 4 }),
      status,
      fc.array(happening, { maxLength: 6 }),
    )
    .map(([hosts, overall, happened]) => ({
      title,
      observation: observed(hosts, { status: overall }),
      happened,
    }));

  it('are the same for the same observations', () => {
    fc.assert(
      fc.property(input, one => {
        expect(explain(structuredClone(one))).toEqual(explain(one));
      }),
    );
  });

  it('are neither empty nor long, on one line, and hold no secret', () => {
    fc.assert(
      fc.property(input, one => {
        const { headline, details } = explain(one);
        for (const sentence of [headline, ...details]) {
          expect(sentence.trim()).not.toBe('');
          expect([...sentence].length).toBeLessThanOrEqual(LONGEST_SENTENCE);
          expect(sentence).not.toMatch(/[\n\r\t]/);
          expect(sentence).not.toContain(secret);
        }
        expect(new Set(details).size).toBe(details.length);
      }),
      { numRuns: 300 },
    );
  });
});

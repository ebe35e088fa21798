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

import { mockCredentials } from '@backstage/backend-test-utils';
import {
  TokPulseOpsClient,
  type RunEvent,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  startOpsBackend,
  type OpsBackend,
} from '../__testUtils__/startOpsBackend';
import { testRunbook } from '../__testUtils__/testRunbook';
import { eventually } from '../testing';

jest.setTimeout(60_000);

const LINES = 20_000;
let ops: OpsBackend;

beforeAll(async () => {
  ops = await startOpsBackend({
    runbooks: {
      long: testRunbook({
        steps: [
          `id: many\nname: Say much\naction: test:say\ninput:\n  lines: ${LINES}`,
          'id: last\nname: Say the last word\naction: test:say',
        ],
      }),
    },
  });
});
afterAll(() => ops.stop());

async function start() {
  const { id, hash } = await ops
    .as('olga')
    .createPlan({ service: 'shop', runbook: 'long' });
  return (await ops.as('olga').startRun({ planId: id, planHash: hash })).id;
}

/** A client whose connections are cut after a few kilobytes each. */
function cutClient(counts: { connections: number }) {
  const limit = 200_000;
  return new TokPulseOpsClient({
    discoveryApi: { getBaseUrl: async () => ops.baseUrl },
    fetchApi: {
      fetch: async (input, init) => {
        const headers = new Headers(init?.headers);
        headers.set(
          'authorization',
          mockCredentials.user.header('user:default/vera'),
        );
        const response = await fetch(input, { ...init, headers });
        counts.connections += 1;
        let bytes = 0;
        const cut = new TransformStream<Uint8Array, Uint8Array>({
          transform(chunk, controller) {
            const room = limit - bytes;
            bytes += chunk.length;
            controller.enqueue(chunk.slice(0, Math.max(room, 0)));
            if (bytes >= limit) {
              controller.error(new TypeError('network error'));
            }
          },
        });
        return new Response(response.body?.pipeThrough(cut), response);
      },
    },
  });
}

function linesOf(events: readonly RunEvent[]): number[] {
  return events.flatMap(({ body }) =>
    body.type === 'log'
      ? body.lines.map((_, index) => body.firstLine + index)
      : [],
  );
}

describe('the stream of events', () => {
  it('loses and doubles no line over many connections', async () => {
    const counts = { connections: 0 };
    const runId = await start();
    const events: RunEvent[] = [];
    for await (const event of cutClient(counts).followEvents({ runId })) {
      events.push(event);
    }
    expect(counts.connections).toBeGreaterThan(3);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 1));
    expect(linesOf(events)).toEqual(
      Array.from({ length: LINES + 1 }, (_, index) => index),
    );
    const run = await ops.as('vera').getRun(runId);
    expect(events).toHaveLength(run.lastSeq);
  });

  it('begins after Last-Event-ID, which wins over the query', async () => {
    const runId = await start();
    const run = await eventually(
      () => ops.as('vera').getRun(runId),
      ({ state }) => state === 'succeeded',
    );
    const token = mockCredentials.user.token('user:default/vera');
    const response = await ops.request(`/runs/${runId}/events/stream?after=1`, {
      token,
      headers: { 'last-event-id': String(run.lastSeq - 1) },
    });
    const ids = (await response.text()).match(/^id: \d+$/gm);
    expect(ids).toEqual([`id: ${run.lastSeq}`]);

    const over = await ops.request(
      `/runs/${runId}/events/stream?after=${run.lastSeq}`,
      { token },
    );
    expect(await over.text()).toBe(
      `event: end\ndata: {"lastSeq":${run.lastSeq}}\n\n`,
    );
  });

  it.each(['-1', '1 or 1=1', '9'.repeat(40)])(
    'refuses the Last-Event-ID %s',
    async lastEventId => {
      const runId = await start();
      const response = await ops.request(`/runs/${runId}/events/stream`, {
        token: mockCredentials.user.token('user:default/vera'),
        headers: { 'last-event-id': lastEventId },
      });
      expect(response.status).toBe(400);
    },
  );

  it('is read in pages, too', async () => {
    const runId = await start();
    const { lastSeq } = await eventually(
      () => ops.as('vera').getRun(runId),
      ({ state }) => state === 'succeeded',
    );
    const seen: number[] = [];
    let after = 0;
    while (after < lastSeq) {
      const page = await ops.as('vera').listEvents({ runId, after, limit: 7 });
      expect(page.items.length).toBeLessThanOrEqual(7);
      seen.push(...page.items.map(({ seq }) => seq));
      after = page.lastSeq;
    }
    expect(seen).toEqual(Array.from({ length: lastSeq }, (_, i) => i + 1));
  });
});

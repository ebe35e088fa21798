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

import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { mockCredentials } from '@backstage/backend-test-utils';
import {
  describeApiError,
  MAX_EVIDENCE_BYTES,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  startOpsBackend,
  type OpsBackend,
  type TestPerson,
} from '../__testUtils__/startOpsBackend';
import { changeStep, sayStep, testRunbook } from '../__testUtils__/testRunbook';
import { eventually } from '../testing';

jest.setTimeout(60_000);

const SECRET = 'c4nary-0f-the-vault';

let ops: OpsBackend;
let directory: string;
let runId: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'anchors-'));
  ops = await startOpsBackend({
    runbooks: {
      change: testRunbook({
        frontMatter: 'respondWithin: 5m\nseverity: P1',
        steps: [sayStep, changeStep],
      }),
    },
    services: {
      vault: {
        redis: { main: { url: `redis://someone:${SECRET}@127.0.0.1:1` } },
      },
    },
    config: {
      tokpulseOps: {
        evidence: {
          anchorFile: join(directory, 'anchors.jsonl'),
          intervalSeconds: 1,
        },
      },
    },
  });
});
afterAll(async () => {
  await ops?.stop();
  await rm(directory, { recursive: true, force: true });
});

beforeEach(async () => {
  const client = ops.as('olga');
  const plan = await client.createPlan({
    service: 'shop',
    runbook: 'change',
    inputs: {},
  });
  const run = await client.startRun({ planId: plan.id, planHash: plan.hash });
  runId = run.id;
  await eventually(
    () => client.getRun(runId),
    ({ state }) => state === 'waiting',
  );
});
afterEach(() =>
  ops
    .as('olga')
    .cancelRun({ runId })
    // Most tests leave it waiting, and some have ended it.
    .catch(error => {
      if (describeApiError(error).status !== 409) {
        throw error;
      }
    }),
);

const token = (person: TestPerson) =>
  mockCredentials.user.token(`user:default/${person}`);

const upload = (
  name: string,
  body: BodyInit,
  options: {
    readonly mediaType?: string;
    readonly person?: TestPerson;
    readonly step?: string;
  } = {},
) =>
  ops.request(
    `/runs/${runId}/steps/${
      options.step ?? 'change'
    }/evidence?name=${encodeURIComponent(name)}`,
    {
      method: 'POST',
      body,
      headers: { 'content-type': options.mediaType ?? 'text/plain' },
      token: token(options.person ?? 'olga'),
      // A body that is streamed has no length.
      ...{ duplex: 'half' },
    },
  );

const download = (fileId: string, person: TestPerson = 'olga') =>
  ops.request(`/runs/${runId}/evidence/${fileId}`, { token: token(person) });

describe('a file of evidence', () => {
  it('comes back as it was sent, as an attachment that nobody guesses at', async () => {
    const bytes = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 0xff, 0xfe]);
    const response = await upload('screen.png', bytes, {
      mediaType: 'image/png; x=y',
    });
    expect(response.status).toBe(201);
    const file = await response.json();
    expect(file).toEqual({
      id: expect.any(String),
      ...{ runId, stepId: 'change', name: 'screen.png' },
      ...{ mediaType: 'image/png', bytes: bytes.length },
      sha256: createHash('sha256').update(bytes).digest('hex'),
      addedBy: 'user:default/olga',
      addedAt: expect.any(String),
    });

    const answer = await download(file.id);
    expect(answer.status).toBe(200);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': 'attachment; filename="screen.png"',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining('sandbox'),
    });
  });

  it('passes the redactor when it is a text, whatever it says it is', async () => {
    const text = `connected to redis://someone:${SECRET}@127.0.0.1:1 with ${SECRET}`;
    for (const content of [
      Buffer.from(text),
      Buffer.from(`\ufeff${text}`, 'utf16le'),
    ]) {
      const file = await (
        await upload('output.bin', content, {
          mediaType: 'application/octet-stream',
        })
      ).json();
      const stored = Buffer.from(await (await download(file.id)).arrayBuffer());
      expect(stored.toString()).toContain('with [redacted]');
      expect(stored.toString()).not.toContain(SECRET);
      expect(file.bytes).toBe(stored.length);
      expect(file.sha256).toBe(
        createHash('sha256').update(stored).digest('hex'),
      );
    }
  });

  it.each([
    ['../../etc/passwd', 'passwd'],
    ['nul\u0000l.txt', 'null.txt'],
    ['a\r\nx-evil: 1.txt', 'ax-evil_ 1.txt'],
    ['a"; filename="evil.html', 'a__ filename=_evil.html'],
    ['gnp\u202eexe.txt', 'gnpexe.txt'],
  ])('with the name %j is called %j', async (name, expected) => {
    const file = await (await upload(name, 'x')).json();
    expect(file.name).toBe(expected);
    const { headers } = await download(file.id);
    expect(headers.get('content-disposition')).toBe(
      `attachment; filename="${expected}"`,
    );
    expect(headers.get('x-evil')).toBeNull();
  });

  it.each(['text/html', 'image/svg+xml', 'application/xhtml+xml', 'nonsense'])(
    'of the type %s is only bytes to a browser',
    async mediaType => {
      const file = await (
        await upload('page.html', '<script>alert(1)</script>', { mediaType })
      ).json();
      const { headers } = await download(file.id);
      expect(headers.get('content-type')).toBe('application/octet-stream');
      expect(headers.get('content-disposition')).toContain('attachment');
    },
  );

  it('may be 5 MiB, and JSON that nobody parses', async () => {
    const most = Buffer.alloc(MAX_EVIDENCE_BYTES, '{');
    const response = await upload('large.json', most, {
      mediaType: 'application/json',
    });
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({ bytes: MAX_EVIDENCE_BYTES });
  });

  it.each([
    ['announced', () => Buffer.alloc(MAX_EVIDENCE_BYTES + 1)],
    ['streamed', () => endless(MAX_EVIDENCE_BYTES + 1)],
  ])('that is larger, and %s, answers 413', async (_how, body) => {
    const response = await upload('huge.bin', body());
    expect(response.status).toBe(413);
    expect((await response.json()).error).toMatchObject({
      code: 'file-too-large',
      nextStep: expect.stringContaining('5 MiB'),
    });
    expect((await ops.as('olga').getRun(runId)).state).toBe('waiting');
  });

  it('is refused for a step that there is not, and after the end of the run', async () => {
    const strange = await upload('a.txt', 'x', { step: 'nothing' });
    expect(strange.status).toBe(404);
    expect((await strange.json()).error.code).toBe('no-such-step');

    const client = ops.as('olga');
    await client.cancelRun({ runId });
    await eventually(
      () => client.getRun(runId),
      ({ state }) => state === 'cancelled',
    );
    const late = await upload('a.txt', 'x');
    expect(late.status).toBe(409);
    expect((await late.json()).error).toMatchObject({
      code: 'run-over',
      nextStep: expect.any(String),
    });
  });

  it('of another run answers 404', async () => {
    const file = await (await upload('a.txt', 'x')).json();
    const other = await ops.request(
      `/runs/01990000-0000-7000-8000-000000000000/evidence/${file.id}`,
      { token: token('olga') },
    );
    expect(other.status).toBe(404);
    expect((await download('..%2f..%2fpasswd')).status).toBe(404);
    expect(
      (await download('01990000-0000-7000-8000-000000000000')).status,
    ).toBe(404);
  });

  it('is for people with the permission only', async () => {
    const file = await (await upload('a.txt', 'x')).json();
    expect((await upload('a.txt', 'x', { person: 'vera' })).status).toBe(403);
    expect((await upload('a.txt', 'x', { person: 'stan' })).status).toBe(404);
    const service = await ops.request(
      `/runs/${runId}/steps/change/evidence?name=a.txt`,
      { method: 'POST', body: 'x', token: mockCredentials.service.token() },
    );
    expect(service.status).toBe(403);
    expect((await download(file.id, 'vera')).status).toBe(403);
    expect((await download(file.id, 'stan')).status).toBe(404);
    expect((await download(file.id, 'arne')).status).toBe(200);
  });
});

/** So many bytes, in chunks, without saying how many. */
function endless(bytes: number): ReadableStream {
  return Readable.toWeb(
    Readable.from(
      (function* chunks() {
        for (let sent = 0; sent < bytes; sent += 65_536) {
          yield Buffer.alloc(65_536);
        }
      })(),
    ),
  ) as ReadableStream;
}

describe('the evidence of a run', () => {
  it('is verified, and anchored outside of the database', async () => {
    const client = ops.as('olga');
    const verification = await eventually(
      () => client.evidence.verify(runId),
      ({ anchored }) => anchored !== undefined,
    );
    const { lastSeq } = await client.getRun(runId);
    expect(verification).toMatchObject({
      ...{ runId, valid: true, events: lastSeq, windowSeconds: 1 },
      anchored: { seq: lastSeq },
    });
    expect(await readFile(join(directory, 'anchors.jsonl'), 'utf8')).toContain(
      runId,
    );
    const refused = ops.as('vera').evidence.verify(runId);
    await expect(refused).rejects.toMatchObject({ statusCode: 403 });
  });

  it('is exported as JSON and as Markdown', async () => {
    const client = ops.as('olga');
    const { planHash } = await client.getRun(runId);
    await upload('proof.txt', 'it was done');
    await client.confirmStep({ runId, stepId: 'change', planHash });
    await eventually(
      () => client.getRun(runId),
      ({ state }) => state === 'succeeded',
    );
    const json = await client.evidence.exportRun({ runId, format: 'json' });
    expect(json.name).toMatch(/^run-\d{4}-\d\d-\d\d-.*\.json$/);
    const exported = JSON.parse(await json.content.text());
    expect(exported).toMatchObject({
      format: 'tokpulse-ops/run-export',
      run: { id: runId, state: 'succeeded' },
      times: {
        durationMs: expect.any(Number),
        response: { within: '5m', withinMs: 300_000, inTime: true },
      },
      verification: { valid: true },
      files: [{ name: 'proof.txt', addedBy: 'user:default/olga' }],
      log: { total: 1, lines: [{ text: 'line 1 hello' }] },
    });
    expect(exported.people.map(({ what }: { what: string }) => what)).toEqual([
      'Started the run',
      'Confirmed the step themselves',
    ]);
    expect(
      exported.steps.map(({ id, output }: { id: string; output: unknown }) => [
        ...[id, output],
      ]),
    ).toEqual([
      ['say', { word: 'hello' }],
      ['change', { count: expect.any(Number) }],
    ]);

    const markdown = await client.evidence.exportRun({
      ...{ runId, format: 'markdown' },
    });
    expect(markdown.name).toMatch(/\.md$/);
    const text = await markdown.content.text();
    expect(text).toContain('# Record of a run: A runbook');
    expect(text).toContain('in time');
    expect(text).toContain('proof.txt');
  });
});

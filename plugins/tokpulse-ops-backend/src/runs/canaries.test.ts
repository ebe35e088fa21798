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

import {
  ActionError,
  done,
  waitForInput,
  waitForTimer,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import type { RunEvent } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  eventually,
  scriptedAction,
  startTestEngine,
  type TestEngine,
} from '../testing';

const SECRET = 'sk_live_"51Hb2/cKf9+QxYz\\end';
const MULTILINE = '-----BEGIN KEY-----\nMIIEvQIBADANBgkq\n-----END KEY-----';

/** Every form in which the canaries must not be found anywhere. */
const FORMS = [
  SECRET,
  JSON.stringify(SECRET).slice(1, -1),
  JSON.stringify(JSON.stringify(SECRET)).slice(3, -3),
  Buffer.from(SECRET).toString('base64').replace(/=+$/, ''),
  Buffer.from(SECRET).toString('base64url'),
  Buffer.from(SECRET).toString('hex'),
  encodeURIComponent(SECRET),
  'MIIEvQIBADANBgkq',
];

const everything = FORMS.join(' ; ');

/** An action leaks its secrets in every way it has; none is stored or shown. */
describe('canaries', () => {
  let tests: TestEngine;
  const logged: string[] = [];
  const actor = 'user:default/operator';
  const followed: RunEvent[] = [];

  beforeAll(async () => {
    const logger: LoggerService = {
      error: (message, meta) => logged.push(`${message} ${String(meta)}`),
      warn: (message, meta) => logged.push(`${message} ${String(meta)}`),
      info: message => logged.push(message),
      debug: message => logged.push(message),
      child: () => logger,
    };
    tests = await startTestEngine({
      logger,
      secrets: [SECRET, MULTILINE],
      actions: [
        scriptedAction({
          id: 'leak:log',
          effect: 'read',
          execute: async ({ log }) => {
            log.debug(everything);
            log.info(`${MULTILINE}\n${SECRET}`);
            log.warn(JSON.stringify({ nested: { [SECRET]: everything } }));
            log.error(
              `Authorization: Basic ${Buffer.from(`u:${SECRET}`).toString(
                'base64',
              )}`,
            );
            await log.lines([
              { at: new Date().toISOString(), level: 'info', text: everything },
            ]);
            return done({ [SECRET]: [everything, { key: MULTILINE }] });
          },
        }),
        scriptedAction({
          id: 'leak:error',
          effect: 'idempotent',
          execute: () => {
            throw new ActionError({
              code: 'refused',
              message: everything,
              nextStep: everything,
              cause: Object.assign(new Error(everything), {
                config: { headers: { authorization: SECRET } },
              }),
            });
          },
        }),
        scriptedAction({
          id: 'leak:throw',
          effect: 'once',
          execute: () => {
            throw new Error(everything);
          },
          probe: async () => {
            throw new Error(everything);
          },
        }),
        scriptedAction({
          id: 'leak:wait',
          effect: 'read',
          execute: ({ answer, resumed }) => {
            if (answer) {
              return done({ answer: JSON.stringify(answer) });
            }
            return resumed
              ? waitForInput({
                  request: { kind: 'confirm', message: everything },
                  state: { everything },
                })
              : waitForTimer({
                  milliseconds: 10,
                  reason: everything,
                  state: { everything },
                });
          },
        }),
      ],
    });
  }, 60_000);

  afterAll(() => tests?.stop());

  it('are not in the database, the events, the answers or the log', async () => {
    const run = await tests.start([
      { id: 'log', action: 'leak:log', input: { value: everything } },
      {
        id: 'expect',
        action: 'leak:log',
        expect: 'false',
        onFailure: 'continue',
      },
      { id: 'error', action: 'leak:error', onFailure: 'continue' },
      { id: 'wait', action: 'leak:wait' },
      { id: 'throw', action: 'leak:throw', planned: 'once' },
    ]);
    const following = (async () => {
      for await (const event of tests.engine.follow({
        runId: run.id,
        after: 0,
        signal: AbortSignal.timeout(30_000),
      })) {
        followed.push(event);
      }
    })();
    await eventually(
      () => tests.get(run.id),
      one => one.waiting?.for === 'input',
    );
    const details = [await tests.get(run.id)];
    await tests.engine.answer({
      runId: run.id,
      stepId: 'wait',
      answer: { kind: 'confirm', confirmed: true, note: everything },
      actor,
    });
    details.push(await tests.until(run.id, 'needs-decision'));
    await tests.engine.decide({
      runId: run.id,
      stepId: 'throw',
      decision: {
        choice: 'by-hand',
        attempt: 1,
        reason: everything,
        evidence: everything,
      },
      actor,
    });
    details.push(await tests.until(run.id, 'succeeded'));
    await following;

    const { rows: tables } = await tests.database.knex.raw(`
      select schemaname as schema, tablename as name from pg_tables
      where schemaname in ('public', 'tokpulse_ops_jobs')`);
    const dump: Record<string, string> = {
      api: JSON.stringify(details),
      events: JSON.stringify(await tests.events(run.id)),
      followed: JSON.stringify(followed),
      log: JSON.stringify(
        await tests.engine.log({ runId: run.id, from: 0, limit: 2_000 }),
      ),
      list: JSON.stringify(await tests.engine.list({ limit: 10 })),
      backendLog: logged.join('\n'),
    };
    for (const { schema, name } of tables) {
      if (name === 'plans') {
        // What a person wrote into a runbook or a form is not output.
        continue;
      }
      const { rows } = await tests.database.knex.raw(
        'select ?? ::text as row from ?? as ??',
        ['t', `${schema}.${name}`, 't'],
      );
      dump[name] = rows.map((row: { row: string }) => row.row).join('\n');
    }
    const found = Object.entries(dump).flatMap(([place, text]) =>
      FORMS.filter(
        form =>
          text.includes(form) ||
          text.includes(JSON.stringify(form).slice(1, -1)),
      ).map(form => `${place}: ${form}`),
    );
    expect(found).toEqual([]);
    expect(dump.events).toContain('[redacted]');
    expect(dump.backendLog).toContain('[redacted]');
  }, 40_000);
});

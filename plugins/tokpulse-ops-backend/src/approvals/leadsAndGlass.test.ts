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
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import {
  eventually,
  scriptedAction,
  startTestEngine,
  type TestEngine,
  type TestStep,
} from '../testing';
import type { SendNotification } from './Notices';

const olga = 'user:default/olga';
const otto = 'user:default/otto';
const ada = 'user:default/ada';
const zoe = 'user:default/zoe';

/** Who leads, and what happens when nobody can be asked. */
describe('leads and broken glass', () => {
  let tests: TestEngine;
  let effects: string[] = [];
  let broken = false;
  const sent: Parameters<SendNotification>[0][] = [];

  beforeAll(async () => {
    tests = await startTestEngine({
      secrets: ['s3cr3t-token'],
      approvals: {
        from: [],
        notify: ['group:default/approvers'],
        expireAfterMs: 60_000,
      },
      notify: async notification => {
        sent.push(notification);
      },
      actions: [
        scriptedAction({
          id: 'test:effect',
          effect: 'once',
          execute: ({ input }) => {
            if (broken) {
              throw new ActionError({ code: 'refused', message: 'Not now' });
            }
            effects.push(String(input.value));
            return done(null);
          },
        }),
        scriptedAction({
          id: 'test:ask',
          effect: 'read',
          execute: ({ answer }) =>
            answer
              ? done(null)
              : waitForInput({
                  request: { kind: 'confirm', message: 'All well?' },
                }),
        }),
      ],
    });
  }, 60_000);

  afterEach(() => tests.endRuns());
  afterAll(() => tests?.stop());

  beforeEach(() => {
    effects = [];
    broken = false;
  });

  const change = (id: string, more: Partial<TestStep> = {}): TestStep => ({
    id,
    action: 'test:effect',
    planned: 'once',
    confirm: 'once',
    asks: { from: ['group:default/dba'], late: false },
    input: { value: id },
    ...more,
  });
  const start = (
    approvals: 'solo' | 'team',
    steps: readonly TestStep[],
    requestedBy = olga,
  ) => tests.start(steps, { approvals, requestedBy });
  const noticesOf = (id: string, kind: string) =>
    sent.filter(
      ({ payload }) =>
        payload.link === `/tokpulse-ops/runs/${id}` &&
        payload.topic === `tokpulse-ops:${kind}`,
    );
  const notLead = { name: 'ConflictError', code: 'not-lead' };

  describe('the lead', () => {
    it('alone confirms, answers and decides; anybody may stop', async () => {
      const { engine } = tests;
      const { id: runId, planHash } = await start('solo', [
        { id: 'ask', action: 'test:ask' },
        change('one'),
      ]);
      await tests.until(runId, 'waiting');
      const answer = (actor: string) =>
        engine.answer({
          ...{ runId, stepId: 'ask', actor },
          answer: { kind: 'confirm', confirmed: true },
        });
      await expect(answer(otto)).rejects.toMatchObject(notLead);
      await answer(olga);
      await eventually(
        () => tests.get(runId),
        run => run.waiting?.for === 'approval',
      );
      const confirm = (actor: string) =>
        engine.confirm({ runId, stepId: 'one', planHash, actor });
      await expect(confirm(otto)).rejects.toMatchObject(notLead);
      broken = true;
      await confirm(olga);
      await tests.until(runId, 'needs-decision');
      await expect(
        engine.decide({
          ...{ runId, stepId: 'one', actor: otto },
          decision: { choice: 'retry', attempt: 1 },
        }),
      ).rejects.toMatchObject(notLead);
      await engine.cancel({ runId, actor: otto });
      await tests.until(runId, 'cancelled');
      await expect(
        engine.leads.change({ runId, to: otto, actor: otto }),
      ).rejects.toMatchObject({ code: 'run-over' });
    });

    it('is taken with one click alone, and then confirms', async () => {
      const { engine } = tests;
      const { id: runId, planHash } = await start('solo', [change('one')]);
      await tests.until(runId, 'waiting');
      await engine.leads.change({ runId, to: otto, actor: otto });
      expect((await tests.get(runId)).lead).toBe(otto);
      const { items } = await engine.list({ limit: 1 });
      expect(items[0]).toMatchObject({ id: runId, lead: otto });
      const confirm = (actor: string) =>
        engine.confirm({ runId, stepId: 'one', planHash, actor });
      await expect(confirm(olga)).rejects.toMatchObject(notLead);
      await confirm(otto);
      await tests.until(runId, 'succeeded');
      expect(
        (await tests.events(runId)).filter(
          ({ body }) => body.type === 'lead-changed',
        ),
      ).toMatchObject([{ actor: otto, body: { from: olga, to: otto } }]);
      expect(noticesOf(runId, 'lead-changed')).toEqual([]);
    });

    it('is taken from somebody in a team with a reason', async () => {
      const { engine } = tests;
      const { id: runId } = await start('team', [change('one')]);
      await tests.until(runId, 'waiting');
      const take = (reason?: string) =>
        engine.leads.change({ runId, to: otto, actor: otto, reason });
      await expect(take()).rejects.toMatchObject({ code: 'reason-needed' });
      await expect(take('  ')).rejects.toMatchObject({ code: 'reason-needed' });
      await take('olga went off shift with s3cr3t-token');
      expect(
        (await tests.events(runId)).find(
          ({ body }) => body.type === 'lead-changed',
        )?.body,
      ).toMatchObject({ reason: 'olga went off shift with [redacted]' });
      // The requester stays excluded although somebody else leads.
      const { items } = await engine.approvals.list({ run: runId, limit: 1 });
      await expect(
        engine.approvals.decide({
          approvalId: items[0].id,
          planHash: items[0].planHash,
          decision: 'approve',
          actor: olga,
        }),
      ).rejects.toMatchObject({ code: 'own-request' });
      await engine.cancel({ runId, actor: otto });
    });

    it('is handed over by who has it, and the new lead is told', async () => {
      const { engine } = tests;
      const { id: runId } = await start('team', [change('one')]);
      await tests.until(runId, 'waiting');
      const hand = (actor: string) =>
        engine.leads.change({ runId, to: zoe, actor, reason: 'end of shift' });
      await expect(hand(otto)).rejects.toMatchObject(notLead);
      await hand(olga);
      expect((await tests.get(runId)).lead).toBe(zoe);
      await eventually(
        () => noticesOf(runId, 'lead-changed'),
        all => all.length === 1,
      );
      expect(noticesOf(runId, 'lead-changed')[0]).toMatchObject({
        recipients: { entityRef: [zoe] },
        payload: {
          description: `${olga} handed the run over to you. Reason: end of shift`,
        },
      });
      await engine.cancel({ runId, actor: zoe });
    });

    it('changes while a driver is at work, which goes on', async () => {
      const { engine } = tests;
      const { id: runId } = await start('solo', [
        { id: 'ask', action: 'test:ask' },
        change('one', { confirm: 'none', asks: undefined }),
      ]);
      await tests.until(runId, 'waiting');
      const outcomes = await Promise.allSettled([
        engine.answer({
          ...{ runId, stepId: 'ask', actor: olga },
          answer: { kind: 'confirm', confirmed: true },
        }),
        ...Array.from({ length: 10 }, (_, index) =>
          engine.leads.change({
            runId,
            to: `user:default/u${index}`,
            actor: `user:default/u${index}`,
          }),
        ),
      ]);
      // The lead may be another one before the answer arrives, or the run over.
      for (const outcome of outcomes) {
        expect(
          outcome.status === 'fulfilled' ? 'changed' : outcome.reason.code,
        ).toMatch(/^(changed|not-lead|run-over)$/);
      }
      const { lead, state } = await tests.get(runId);
      if (state === 'waiting') {
        await engine.answer({
          ...{ runId, stepId: 'ask', actor: lead },
          answer: { kind: 'confirm', confirmed: true },
        });
      }
      await tests.until(runId, 'succeeded');
      expect(effects).toEqual(['one']);
    });
  });

  describe('the glass', () => {
    const breakIt = (runId: string, actor = ada) =>
      tests.engine.reviews.breakGlass({
        runId,
        reason: 'Nobody answers and the shop is down, s3cr3t-token',
        actor,
      });
    const reviewOf = async (run: string) =>
      (await tests.engine.reviews.list({ run, limit: 10 })).items[0];
    const close = (reviewId: string, actor: string) =>
      tests.engine.reviews.close({ reviewId, note: 'It was right', actor });

    it('lets a team run go on without approvals, loudly', async () => {
      const { id } = await start('team', [
        change('one'),
        change('two', { asks: { from: [], late: true } }),
      ]);
      await tests.until(id, 'waiting');
      await breakIt(id);
      const run = await tests.until(id, 'succeeded');
      expect(effects).toEqual(['one', 'two']);
      expect(run.glassBroken).toBe(true);
      expect((await tests.engine.list({ limit: 1 })).items[0]).toMatchObject({
        id,
        glassBroken: true,
        approvals: 'team',
      });
      const reason = 'Nobody answers and the shop is down, [redacted]';
      const review = await reviewOf(id);
      expect(review).toMatchObject({
        mode: 'team',
        state: 'open',
        openedBy: ada,
        reason,
        involved: [ada, olga],
        closableAt: undefined,
      });
      const said = (await tests.events(id)).filter(({ body }) =>
        ['glass-broken', 'approval-decided'].includes(body.type),
      );
      expect(said).toMatchObject([
        { actor: ada, body: { reviewId: review.id, reason } },
        { actor: ada, body: { state: 'void' } },
      ]);
      await eventually(
        () => noticesOf(id, 'glass-broken'),
        all => all.length === 1,
      );
      expect(noticesOf(id, 'glass-broken')[0]).toMatchObject({
        recipients: {
          entityRef: ['group:default/dba', 'group:default/approvers'],
        },
        payload: { severity: 'critical' },
      });
      await expect(breakIt(id)).rejects.toMatchObject({ code: 'run-over' });
    });

    it('confirms everything that is left when one is alone', async () => {
      const { id } = await start('solo', [
        change('one'),
        change('two', { confirm: 'type-target' }),
      ]);
      await tests.until(id, 'waiting');
      await breakIt(id, olga);
      await tests.until(id, 'succeeded');
      expect(effects).toEqual(['one', 'two']);
      await eventually(
        () => noticesOf(id, 'glass-broken'),
        all => all.length === 1,
      );
      expect(noticesOf(id, 'glass-broken')[0]).toMatchObject({
        recipients: { entityRef: [olga] },
      });
    });

    it('breaks before there is a question, too, and once', async () => {
      const { id } = await start('solo', [
        { id: 'ask', action: 'test:ask' },
        change('one'),
      ]);
      await tests.until(id, 'waiting');
      await breakIt(id, olga);
      await expect(breakIt(id, olga)).rejects.toMatchObject({
        code: 'glass-broken',
      });
      expect((await tests.get(id)).waiting?.for).toBe('input');
      await tests.engine.answer({
        ...{ runId: id, stepId: 'ask', actor: olga },
        answer: { kind: 'confirm', confirmed: true },
      });
      await tests.until(id, 'succeeded');
    });

    it('is looked at in a team by somebody who had no part in it', async () => {
      const { id } = await start('team', [change('one')]);
      await tests.until(id, 'waiting');
      await breakIt(id);
      await tests.until(id, 'succeeded');
      const review = await reviewOf(id);
      for (const person of [ada, olga]) {
        await expect(close(review.id, person)).rejects.toMatchObject({
          name: 'NotAllowedError',
          code: 'involved',
        });
      }
      await close(review.id, zoe);
      await expect(close(review.id, otto)).rejects.toMatchObject({
        code: 'review-closed',
      });
      expect(await reviewOf(id)).toMatchObject({
        state: 'closed',
        closedBy: zoe,
        note: 'It was right',
      });
      expect((await tests.events(id)).at(-1)).toMatchObject({
        actor: zoe,
        body: { type: 'review-closed', reviewId: review.id },
      });
      await expect(
        tests.database
          .knex('reviews')
          .where({ id: review.id })
          .update({ closed_by: olga }),
      ).rejects.toMatchObject({ constraint: 'reviews_second_person' });
    });

    it('counts whoever led the run since as one who had a part', async () => {
      const { id } = await start('team', [
        { id: 'ask', action: 'test:ask' },
        change('one'),
      ]);
      await tests.until(id, 'waiting');
      await breakIt(id);
      await tests.engine.leads.change({
        runId: id,
        to: otto,
        actor: otto,
        reason: 'I help',
      });
      await tests.engine.leads.change({ runId: id, to: olga, actor: otto });
      const review = await reviewOf(id);
      await expect(close(review.id, otto)).rejects.toMatchObject({
        code: 'involved',
      });
      await tests.engine.cancel({ runId: id, actor: olga });
    });

    it('is looked at alone from the next day on, by the clock of the database', async () => {
      const { id } = await start('solo', [change('one')]);
      await tests.until(id, 'waiting');
      await breakIt(id, olga);
      await tests.until(id, 'succeeded');
      const review = await reviewOf(id);
      const opened = new Date(review.openedAt);
      const nextDay = new Date(
        Date.UTC(
          opened.getUTCFullYear(),
          opened.getUTCMonth(),
          opened.getUTCDate() + 1,
        ),
      );
      expect(review).toMatchObject({
        mode: 'solo',
        due: false,
        closableAt: nextDay.toISOString(),
      });
      jest.spyOn(Date, 'now').mockReturnValue(nextDay.getTime() + 1);
      await expect(close(review.id, olga)).rejects.toMatchObject({
        code: 'too-early',
      });
      jest.restoreAllMocks();
      // The next day has come.
      await tests.database
        .knex('reviews')
        .where({ id: review.id })
        .update({ closable_at: tests.database.knex.fn.now() });
      expect((await reviewOf(id)).due).toBe(true);
      await close(review.id, olga);
    });
  });
});

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

import type {
  NumberedLogLine,
  RunDetail,
  RunEvent,
  RunEventBody,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { aRun, freshSteps } from '../src/__fixtures__/runs';
import { ago, ahead } from '../src/__fixtures__/times';
import { applyEvent } from '../src/run/applyEvent';
import type { TokPulseOpsApi } from '../src/api/tokpulseOpsApi';

const sleep = (milliseconds: number) =>
  new Promise(resolve => setTimeout(resolve, milliseconds));

const STEP_MS = 900;

/** A run that plays the restart of the partner app in the browser. */
export class SimulatedRun {
  #run: RunDetail;
  readonly #events: RunEvent[] = [];
  readonly #lines: NumberedLogLine[] = [];
  #waiting: (() => void)[] = [];
  #confirmed: (() => void) | undefined;
  /** How the restart ends. */
  readonly #fate: 'works' | 'fails';

  constructor(options: {
    readonly id: string;
    readonly fate: 'works' | 'fails';
    readonly reason?: string;
  }) {
    this.#fate = options.fate;
    this.#run = aRun({
      id: options.id,
      createdAt: ago({}),
      reason: options.reason,
      steps: freshSteps(),
      lastSeq: 0,
    });
  }

  get detail(): RunDetail {
    return this.#run;
  }

  async play(): Promise<void> {
    await sleep(300);
    this.#commit({ type: 'run-state', state: 'running' });
    await this.#step('health', 12, 'failed');
    await this.#step('deployment', 3);
    await this.#step('logs', 200);
    await this.#step('sessions', 2);
    this.#commit({ type: 'step-state', stepId: 'restart', state: 'waiting' });
    this.#commit({
      type: 'run-state',
      state: 'waiting',
      waiting: {
        for: 'approval',
        stepId: 'restart',
        since: ago({}),
        kind: 'confirm',
      },
    });
    await new Promise<void>(resolve => {
      this.#confirmed = resolve;
    });
    this.#commit({ type: 'run-state', state: 'running' });
    await this.#restart();
  }

  confirm(): RunDetail {
    this.#confirmed?.();
    return this.#run;
  }

  cancel(): RunDetail {
    this.#commit({ type: 'cancel-requested' });
    this.#commit({ type: 'run-state', state: 'cancelled' });
    return this.#run;
  }

  after(seq: number): RunEvent[] {
    return this.#events.filter(event => event.seq > seq);
  }

  lines(from: number, limit: number) {
    return {
      lines: this.#lines.slice(from, from + limit),
      total: this.#lines.length,
    };
  }

  async *follow(
    options: Parameters<TokPulseOpsApi['followEvents']>[0],
  ): AsyncGenerator<RunEvent, void, undefined> {
    let after = options.after ?? 0;
    options.onConnection?.('connected');
    while (!options.signal?.aborted) {
      for (const event of this.after(after)) {
        after = event.seq;
        yield event;
      }
      if (this.#run.finishedAt !== undefined) {
        return;
      }
      await new Promise<void>(resolve => {
        this.#waiting.push(resolve);
        options.signal?.addEventListener('abort', () => resolve());
      });
    }
  }

  async #restart(): Promise<void> {
    const stepId = 'restart';
    this.#commit({ type: 'step-state', stepId, state: 'running', attempt: 1 });
    this.#log(stepId, 'Restarting deployment 7f3c1d9e');
    await sleep(STEP_MS);
    const deadline = ahead({ minutes: 3 });
    for (let reading = 1; reading <= 4; reading += 1) {
      this.#commit({
        type: 'verification',
        stepId,
        satisfied: reading === 4 && this.#fate === 'works',
        reading,
        message: reading === 4 ? 'api answers 200' : 'api still answers 502',
        deadline,
      });
      await sleep(STEP_MS);
    }
    if (this.#fate === 'fails') {
      this.#commit({
        type: 'step-state',
        stepId,
        state: 'unknown',
        attempt: 1,
        error: {
          code: 'connection-lost',
          message: 'Railway cut the connection before it answered',
          nextStep: 'See in Railway whether the deployment was restarted',
        },
      });
      this.#commit({ type: 'run-state', state: 'needs-decision' });
      return;
    }
    this.#commit({
      type: 'step-state',
      stepId,
      state: 'succeeded',
      attempt: 1,
      output: { deployment: '7f3c1d9e', restartedAt: ago({}) },
    });
    for (const id of ['settle', 'storefront', 'tell']) {
      await this.#step(id, 2);
    }
    this.#commit({
      type: 'step-state',
      stepId: 'escalate',
      state: 'skipped',
      skippedBecause: 'inputs.notifyCustomers is false',
    });
    this.#commit({ type: 'run-state', state: 'succeeded' });
  }

  async #step(
    stepId: string,
    lines: number,
    end: 'succeeded' | 'failed' = 'succeeded',
  ): Promise<void> {
    this.#commit({ type: 'step-state', stepId, state: 'running', attempt: 1 });
    for (let line = 0; line < lines; line += 1) {
      this.#log(stepId, `${stepId}: line ${line + 1} of ${lines}`);
      if (line % 10 === 9) {
        await sleep(60);
      }
    }
    await sleep(STEP_MS);
    this.#commit({
      type: 'step-state',
      stepId,
      state: end,
      attempt: 1,
      output: { lines },
    });
  }

  #log(stepId: string, text: string): void {
    const at = ago({});
    const firstLine = this.#lines.length;
    const level = text.includes('line 7') ? 'warn' : 'info';
    this.#lines.push({ line: firstLine, stepId, at, level, text });
    this.#commit({
      type: 'log',
      stepId,
      firstLine,
      lines: [{ at, level, text }],
    });
  }

  #commit(body: RunEventBody): void {
    if (this.#run.finishedAt !== undefined) {
      return;
    }
    const event: RunEvent = {
      runId: this.#run.id,
      seq: this.#run.lastSeq + 1,
      at: ago({}),
      actor: 'system',
      body,
    };
    this.#events.push(event);
    this.#run = applyEvent(this.#run, event);
    this.#waiting.splice(0).forEach(wake => wake());
  }
}

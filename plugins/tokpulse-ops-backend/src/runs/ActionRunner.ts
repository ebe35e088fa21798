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
  JsonValue,
  LogLine,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  ActionError,
  type ActionContext,
  type RunReadAction,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { LogSink } from './LogSink';
import type { StepExecutionOptions } from './StepExecution';
import {
  executeAction,
  type ExecutionContext,
  type Outcome,
} from './steps/executeAction';
import type { ReadyAction } from './steps/prepareStep';

/** The same for every attempt of a step, or of an item of it. */
export function idempotencyKeyOf(place: {
  readonly runId: string;
  readonly stepId: string;
  readonly item?: number;
}): string {
  const { runId, stepId, item } = place;
  return [runId, stepId, ...(item === undefined ? [] : [item])].join(':');
}

/** The item that an action runs for. */
export interface RunnerItem {
  readonly index: number;
  readonly label: string;
  readonly attempt: number;
  readonly resumed: JsonValue | null;
}

/** Runs actions on behalf of one step: its own, and those that read for it. */
export class ActionRunner {
  readonly #options: StepExecutionOptions;
  readonly #item: RunnerItem | undefined;

  constructor(options: StepExecutionOptions, item?: RunnerItem) {
    this.#options = options;
    this.#item = item;
  }

  /** Runs an action to its outcome, its output on the run's log. */
  async run(
    ready: ReadyAction,
    options: {
      readonly timeoutMs?: number;
      /** Is given what the action comes to after it was given up. */
      readonly onLate?: (outcome: Outcome) => void;
    } = {},
  ): Promise<Outcome> {
    const { writer, stop, planned } = this.#options;
    const log = this.#sink();
    const step = writer.step(planned.step.id);
    const outcome = await executeAction({
      ready,
      effect: planned.effect,
      redactor: this.#options.redactor,
      logger: this.#options.logger,
      signal: stop,
      timeoutMs: options.timeoutMs,
      context: {
        ...this.#context(log),
        answer: this.#item === undefined ? step.answer : null,
        resumed: (this.#item ?? step).resumed,
      },
      onLate: options.onLate,
    });
    await log.end();
    return outcome;
  }

  #sink(): LogSink {
    const { writer, redactor, planned } = this.#options;
    return new LogSink({
      redactor,
      now: () => writer.clock.now(),
      write: lines => writer.appendLog(planned.step.id, this.#labelled(lines)),
      leave: lines => writer.deferLog(planned.step.id, this.#labelled(lines)),
    });
  }

  /** Items run side by side: each line says whose it is. */
  #labelled(lines: readonly LogLine[]): readonly LogLine[] {
    const item = this.#item;
    return item === undefined
      ? lines
      : lines.map(line => ({ ...line, text: `${item.label}: ${line.text}` }));
  }

  #context(log: LogSink): Omit<ExecutionContext, 'answer' | 'resumed'> {
    const { writer, planned, service, stop } = this.#options;
    const { run } = writer;
    const context = {
      service,
      log,
      run: {
        id: run.id,
        requestedBy: run.requestedBy,
        reason: run.reason ?? undefined,
        path: `/tokpulse-ops/runs/${run.id}`,
        runbookTitle: run.plan.runbook.title,
      },
      step: { id: planned.step.id, name: planned.step.name },
      attempt: (this.#item ?? writer.step(planned.step.id)).attempt,
      idempotencyKey: idempotencyKeyOf({
        runId: run.id,
        stepId: planned.step.id,
        item: this.#item?.index,
      }),
    };
    const read: RunReadAction = async ({ action: id, input }) => {
      const action = this.#options.actions.get(id);
      if (action === undefined || action.effect !== 'read') {
        throw new ActionError({
          code: 'invalid-input',
          message: `'${id}' is not an action that only reads`,
        });
      }
      const parsed = action.input.safeParse(input);
      if (!parsed.success) {
        const [issue] = parsed.error.issues;
        throw new ActionError({
          code: 'invalid-input',
          message: `'${id}' does not take this input: ${issue.path.join(
            '.',
          )}: ${issue.message}`,
        });
      }
      const nested: ActionContext<unknown> = {
        ...context,
        input: parsed.data,
        signal: stop,
        read,
      };
      const result = await action.execute(nested);
      if (!('output' in result)) {
        throw new ActionError({
          code: 'invalid-input',
          message: `'${id}' waits, so it cannot be used to read`,
        });
      }
      return JSON.parse(JSON.stringify(action.output.parse(result.output)));
    };
    return { ...context, read };
  }
}

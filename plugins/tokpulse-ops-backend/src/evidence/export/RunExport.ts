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
  parseDuration,
  type EvidenceFile,
  type EvidenceVerification,
  type NumberedLogLine,
  type Plan,
  type RunDetail,
  type RunEvent,
  type RunStep,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { describeEvent, type EventInWords } from './describeEvent';

/** One run, whole, as it is handed over to a post-mortem. */
export interface RunExport {
  readonly format: 'tokpulse-ops/run-export';
  readonly version: 1;
  /** ISO 8601, UTC, like every time in it. */
  readonly exportedAt: string;
  readonly run: Omit<RunDetail, 'steps'>;
  readonly runbook: Plan['runbook'];
  readonly serviceTitle: string;
  readonly times: ExportedTimes;
  readonly steps: readonly (RunStep & { readonly durationMs?: number })[];
  /** What people did, in order. */
  readonly people: readonly (EventInWords & {
    readonly seq: number;
    readonly at: string;
    readonly actor: string;
  })[];
  /** Everything that happened but for the lines of output. */
  readonly events: readonly RunEvent[];
  readonly files: readonly EvidenceFile[];
  /** The end of the output. */
  readonly log: {
    readonly total: number;
    readonly lines: readonly NumberedLogLine[];
  };
  readonly verification: EvidenceVerification;
}

/** When it was planned, begun and ended, and whether that was in time. */
export interface ExportedTimes {
  readonly plannedAt: string;
  readonly createdAt: string;
  readonly firstStepAt?: string;
  readonly finishedAt?: string;
  /** From the creation of the run to its end. */
  readonly durationMs?: number;
  /** Against what the runbook asks for; absent when it asks for nothing. */
  readonly response?: {
    /** As in the runbook, such as `5m`. */
    readonly within: string;
    readonly withinMs: number;
    /** From the plan to the first step; absent when none was begun. */
    readonly afterMs?: number;
    readonly inTime: boolean;
  };
}

/** Puts together what is known of a run. */
export function toRunExport(options: {
  readonly run: RunDetail;
  /** The plan that it was started with. */
  readonly plan: Plan;
  readonly events: readonly RunEvent[];
  readonly files: readonly EvidenceFile[];
  readonly log: RunExport['log'];
  readonly verification: EvidenceVerification;
}): RunExport {
  const { plan, events, files, log, verification } = options;
  const { steps, ...run } = options.run;
  return {
    format: 'tokpulse-ops/run-export',
    version: 1,
    exportedAt: verification.checkedAt,
    run,
    runbook: plan.runbook,
    serviceTitle: plan.serviceTitle,
    times: timesOf(options),
    steps: steps.map(step => ({ ...step, ...durationOf(step) })),
    people: events
      .filter(({ actor }) => actor !== 'system')
      .filter(({ body }) => body.type !== 'run-state')
      .map(({ seq, at, actor, body }) => ({
        ...{ seq, at, actor },
        ...describeEvent(body),
      })),
    ...{ events, files, log, verification },
  };
}

function timesOf({
  run,
  plan,
}: {
  readonly run: RunDetail;
  readonly plan: Plan;
}): ExportedTimes {
  const firstStepAt = run.steps
    .flatMap(({ startedAt }) => startedAt ?? [])
    .sort()
    .at(0);
  const { finishedAt, createdAt } = run;
  const within = plan.runbook.respondWithin;
  const withinMs = within === undefined ? undefined : parseDuration(within);
  const afterMs =
    firstStepAt && millisecondsBetween(plan.createdAt, firstStepAt);
  return {
    plannedAt: plan.createdAt,
    createdAt,
    ...(firstStepAt !== undefined && { firstStepAt }),
    ...(finishedAt !== undefined && {
      finishedAt,
      durationMs: millisecondsBetween(createdAt, finishedAt),
    }),
    ...(within !== undefined &&
      withinMs !== undefined && {
        response: {
          ...{ within, withinMs },
          ...(typeof afterMs === 'number' && { afterMs }),
          inTime: typeof afterMs === 'number' && afterMs <= withinMs,
        },
      }),
  };
}

function durationOf({ startedAt, finishedAt }: RunStep) {
  return startedAt !== undefined && finishedAt !== undefined
    ? { durationMs: millisecondsBetween(startedAt, finishedAt) }
    : undefined;
}

function millisecondsBetween(from: string, to: string): number {
  return Date.parse(to) - Date.parse(from);
}

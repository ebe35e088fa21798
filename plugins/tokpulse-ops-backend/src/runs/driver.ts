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

import type { LoggerService } from '@backstage/backend-plugin-api';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApprovalSettings } from '../approvals/ApprovalSettings';
import type { Notices } from '../approvals/Notices';
import { isConnectionError } from './connectionErrors';
import type { Database } from './Database';
import type { Dispatcher } from './dispatcher';
import { FencedError, UnknownOutcomeError } from './errors';
import type { Failpoint } from './failpoints';
import { RunExecution } from './RunExecution';
import type { RunWatch } from './RunWatch';
import { RunWriter, type ApplyChange } from './RunWriter';
import { appendEvents } from './store/appendEvents';
import { claimRun } from './store/claimRun';
import { loadRun } from './store/loadRun';
import type { RunRecord } from './store/records';
import { missingService } from './missingService';
import { StopReason } from './steps/StopReason';
import type { EventPartitions } from './store/partitions';
import type {
  ActionRegistry,
  PlanUndo,
  Redactor,
  ServiceRegistry,
} from './types';

/** A run of a newer version waits this long for a replica that knows it. */
const TOO_NEW_MS = 1_000;

const AFTER_ERROR_MS = 1_000;

/** What a driver works with. */
export interface DriverOptions {
  readonly database: Database;
  readonly dispatcher: Pick<Dispatcher, 'wake'>;
  readonly approvals: ApprovalSettings;
  /** Whether the run follows the plan that was agreed to. */
  readonly isIntact: (run: RunRecord) => Promise<boolean>;
  readonly notices: Pick<Notices, 'soon'>;
  readonly watch: RunWatch;
  readonly actions: ActionRegistry;
  readonly services: ServiceRegistry;
  /** Knows the secrets as they are configured now. */
  readonly redactor: () => Redactor;
  readonly logger: LoggerService;
  readonly replica: string;
  readonly apply: ApplyChange;
  readonly failpoint: Failpoint;
  /** Items of a step that are worked on at once. */
  readonly eachParallelism: number;
  /** Plans to take back what a run did; absent where nobody can plan. */
  readonly planUndo?: PlanUndo;
  readonly partitions: Pick<EventPartitions, 'ensure'>;
  /** A run has new events. */
  readonly onCommit: (runId: string) => void;
}

/** Drives runs: claims one, takes it as far as it goes, lets go of it. */
export class Driver {
  readonly #options: DriverOptions;
  readonly #stops = new Set<AbortController>();
  #draining = false;

  constructor(options: DriverOptions) {
    this.#options = options;
  }

  /** From now on drives end after the step in hand. */
  drain(): void {
    this.#draining = true;
  }

  /** Tells actions in flight to stop; what they do stays unwritten. */
  abort(): void {
    this.#stops.forEach(stop => stop.abort(new StopReason('shutdown')));
  }

  /**
   * Drives a run until it blocks.
   *
   * @param signal - aborts when the wake-up was given to somebody else
   */
  async drive(runId: string, signal: AbortSignal): Promise<void> {
    const { database, dispatcher, failpoint, logger } = this.#options;
    await failpoint('before-claim', { runId });
    const claim = await claimRun(database, {
      runId,
      replica: this.#options.replica,
    });
    switch (claim.kind) {
      case 'nothing-to-do':
        return;
      case 'too-new':
        await dispatcher.wake(database, runId, { inMs: TOO_NEW_MS });
        return;
      case 'too-early':
        await dispatcher.wake(database, runId, { inMs: claim.seconds * 1000 });
        return;
      case 'claimed':
        break;
      default: {
        const never: never = claim;
        throw new Error(`Unexpected claim '${never}'`);
      }
    }
    await failpoint('after-claim', { runId });
    this.#options.onCommit(runId);
    try {
      const unfinished = await this.#driveClaimed(runId, claim.fence, signal);
      if (unfinished) {
        await dispatcher.wake(database, runId);
      }
    } catch (error) {
      if (error instanceof FencedError) {
        logger.warn(`Run ${runId} was taken over by another driver`);
        return;
      }
      if (!isConnectionError(error)) {
        logger.error(`Run ${runId} could not be driven`, asError(error));
      }
      if (!(error instanceof UnknownOutcomeError)) {
        // The job is given out again; not at once, or it spins.
        await sleep(AFTER_ERROR_MS, undefined, { signal }).catch(
          () => undefined,
        );
      }
      throw error;
    }
  }

  async #driveClaimed(
    runId: string,
    fence: number,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { database, watch, services } = this.#options;
    const run = await loadRun(database, runId);
    if (run === undefined || run.fence !== fence) {
      throw new FencedError(runId, fence);
    }
    const service = services.get(run.plan.service) ?? missingService(run.plan);
    const writer = new RunWriter({ ...this.#options, run });
    const stop = new AbortController();
    const stopFor = (kind: StopReason['kind']) => () => {
      stop.abort(new StopReason(kind));
    };
    const fenced = () => writer.fence();
    writer.fenced.addEventListener('abort', stopFor('fenced'));
    signal.addEventListener('abort', stopFor('fenced'));
    const unwatch = watch.watch(runId, {
      fence,
      fenced,
      cancelled: () => {
        writer.cancel();
        stop.abort(new StopReason('cancelled'));
      },
    });
    this.#stops.add(stop);
    try {
      const execution = new RunExecution({
        ...this.#options,
        redactor: this.#options.redactor(),
        service,
        writer,
        stop: stop.signal,
        draining: () => this.#draining,
        ensurePartition: at => this.#options.partitions.ensure(database, at),
        append: async (id, events) => {
          await appendEvents(database, id, events);
          this.#options.onCommit(id);
        },
      });
      return (await execution.run()).unfinished;
    } finally {
      unwatch();
      this.#stops.delete(stop);
    }
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

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
import { InputError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import type {
  Plan,
  Runbook,
  Scope,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { v7 as uuidv7 } from 'uuid';
import { withProblem } from '../problems';
import type { ShelfEntry } from '../runbooks/ShelfEntry';
import type { ConfiguredService } from '../services';
import type { Queryable } from './Database';
import { checkInputs } from './planning/planInputs';
import { planHash } from './planning/planHash';
import { previewStep } from './planning/previewStep';
import { resolveStep, type ResolvedStep } from './planning/resolveStep';
import type { TargetHolders } from './planning/TargetHolders';
import type { ActionRegistry, PlanStore, Redactor } from './types';

const PREVIEW_LIMIT_MS = 5_000;
const PREVIEWS_AT_ONCE = 4;

const CLOCK = {
  name: 'plan_times',
  text: `
    select now, now + interval '1 hour' as expires
    from (select clock_timestamp() as now) clock
  `,
};

/** Options of {@link Planner}. */
export interface PlannerOptions {
  readonly database: Queryable;
  readonly runbooks: {
    get(options: {
      readonly service: { readonly id: string };
      readonly runbook: string;
    }): Promise<ShelfEntry>;
  };
  readonly snapshots: { save(runbook: Runbook): Promise<void> };
  readonly plans: PlanStore;
  readonly actions: ActionRegistry;
  readonly services: { fingerprint(id: string): string | undefined };
  readonly holders: Pick<TargetHolders, 'findings'>;
  readonly redactor: Redactor;
  readonly logger: LoggerService;
  /** Key of the plan's hash; the same in every replica. */
  readonly hashKey: string;
  readonly approvals: 'solo' | 'team';
  readonly previewLimitMs?: number;
}

/** What to plan. */
export interface PlanRequest {
  readonly service: ConfiguredService;
  readonly runbook: string;
  readonly inputs: JsonObject;
  readonly entityRef?: string;
  readonly requestedBy: string;
  readonly signal: AbortSignal;
}

/**
 * Makes plans: every step resolved as far as it can be now, asked what it will
 * do, and looked over for what would stop it later. Nothing is changed by it.
 */
export class Planner {
  readonly #options: PlannerOptions;

  constructor(options: PlannerOptions) {
    this.#options = options;
  }

  /**
   * Makes and stores a plan; it can be run for an hour.
   *
   * @throws `NotFoundError` when the service has no such runbook, `InputError`
   * when the runbook has errors or the inputs do not fit its schema
   */
  async plan(request: PlanRequest): Promise<Plan> {
    const { database, plans, snapshots, hashKey } = this.#options;
    const { service, entityRef, requestedBy } = request;
    requireOwnEntity(service, entityRef);
    const entry = await this.#options.runbooks.get(request);
    const runbook = requireRunnable(entry);
    const inputs = checkInputs({
      schema: runbook.inputs,
      inputs: request.inputs,
    });

    const resolved = this.#resolve(runbook, request, inputs);
    const previews = await this.#preview(resolved, request);
    const targets = resolved.flatMap(({ planned }) => planned.targets);
    const held = await this.#options.holders.findings([...new Set(targets)]);
    const [{ now, expires }] = await database.query<{
      now: Date;
      expires: Date;
    }>(CLOCK);

    const { id, title, severity, respondWithin, contentHash, path } = runbook;
    const contents = {
      service: service.id,
      serviceFingerprint: this.#options.services.fingerprint(service.id) ?? '',
      ...(entityRef !== undefined && { entityRef }),
      runbook: { id, title, severity, respondWithin, contentHash, path },
      inputs,
      steps: resolved.map(({ planned }, index) => ({
        ...planned,
        previews: [...previews[index].previews],
      })),
    };
    const plan: Plan = {
      ...contents,
      id: uuidv7(),
      hash: planHash(contents, hashKey),
      serviceTitle: service.title,
      findings: [
        ...resolved.flatMap(({ findings }) => findings),
        ...previews.flatMap(({ findings }) => findings),
        ...held,
      ],
      requestedBy,
      createdAt: now.toISOString(),
      expiresAt: expires.toISOString(),
    };
    await snapshots.save(runbook);
    await plans.save(plan);
    return plan;
  }

  #resolve(
    runbook: Runbook,
    { service, requestedBy }: PlanRequest,
    inputs: JsonObject,
  ): readonly ResolvedStep[] {
    const { actions, redactor, approvals } = this.#options;
    const scope: Scope = {
      inputs,
      steps: {},
      service: service.projection,
      run: { requestedBy, runbook: runbook.id },
    };
    const neverRun = new Set<string>();
    return runbook.steps.map(step => {
      const resolved = resolveStep(step, {
        ...{ actions, service, scope, redactor, approvals, neverRun },
      });
      if (resolved.planned.condition?.value === false) {
        neverRun.add(step.id);
      }
      return resolved;
    });
  }

  /** A few at once: previews may ask the service, whose budget is small. */
  async #preview(
    resolved: readonly ResolvedStep[],
    { service, signal }: PlanRequest,
  ) {
    const { redactor, logger } = this.#options;
    const limitMs = this.#options.previewLimitMs ?? PREVIEW_LIMIT_MS;
    const options = { service, signal, redactor, logger, limitMs };
    const previews: Awaited<ReturnType<typeof previewStep>>[] = [];
    let next = 0;
    const work = async () => {
      while (next < resolved.length) {
        const index = next;
        next += 1;
        previews[index] = await previewStep(resolved[index], options);
      }
    };
    await Promise.all(Array.from({ length: PREVIEWS_AT_ONCE }, work));
    signal.throwIfAborted();
    return previews;
  }
}

function requireOwnEntity(
  service: ConfiguredService,
  entityRef: string | undefined,
): void {
  if (entityRef !== undefined && !service.entities.includes(entityRef)) {
    throw withProblem(
      new InputError(
        `${entityRef} is not an entity of the service '${service.id}'`,
      ),
      {
        code: 'foreign-entity',
        nextStep: `Add it to tokpulseOps.services.${service.id}.entities, or leave it out`,
      },
    );
  }
}

function requireRunnable({ runbook, summary }: ShelfEntry): Runbook {
  const problem = summary.problems.find(({ level }) => level === 'blocking');
  if (runbook === undefined || problem !== undefined) {
    throw withProblem(
      new InputError(
        `The runbook '${summary.id}' has errors and cannot be run: ${
          problem?.message ?? 'it could not be read'
        }`,
      ),
      {
        code: 'runbook-has-errors',
        nextStep: problem?.nextStep ?? 'Correct the runbook',
      },
    );
  }
  return runbook;
}

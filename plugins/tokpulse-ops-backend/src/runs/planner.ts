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
import { InputError, isError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import type {
  Finding,
  Plan,
  PlanDifference,
  Runbook,
  Scope,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { ServiceAccess } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { v7 as uuidv7 } from 'uuid';
import type { BlastRadius } from '../catalog/Dependents';
import { withProblem } from '../problems';
import type { ShelfEntry } from '../runbooks/ShelfEntry';
import type { ConfiguredService } from '../services';
import type { Queryable } from './Database';
import { inParallel } from './planning/inParallel';
import { pinnedFacts, unpinWhatChanges } from './planning/pinnedFacts';
import { factDifferences, planDifferences } from './planning/planDifferences';
import { checkInputs } from './planning/planInputs';
import { planHash } from './planning/planHash';
import type { Preflight } from './planning/Preflight';
import { previewStep, withoutRepeated } from './planning/previewStep';
import { resolveStep, type ResolvedStep } from './planning/resolveStep';
import type { ActionRegistry, PlanStore, Redactor } from './types';

const PREVIEW_LIMIT_MS = 5_000;
const PREVIEWS_AT_ONCE = 4;

/** A run is not kept waiting for longer by a provider that is slow. */
const FACTS_LIMIT_MS = 2_000;

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
  readonly preflight: Pick<Preflight, 'look'>;
  readonly redactor: Redactor;
  readonly logger: LoggerService;
  /** Key of the plan's hash; the same in every replica. */
  readonly hashKey: string;
  readonly approvals: 'solo' | 'team';
  /** In a team: who may approve where a step does not say; empty: all who may. */
  readonly approvers: readonly string[];
  readonly previewLimitMs?: number;
}

/** What to plan. */
export interface PlanRequest {
  readonly service: ConfiguredService;
  readonly runbook: string;
  readonly inputs: JsonObject;
  readonly entityRef?: string;
  readonly requestedBy: string;
  /** Whether that person may confirm and decide in a run of this service. */
  readonly mayControl: boolean;
  /** Who is affected, as far as that person may see it; never rejects. */
  readonly blastRadius?: Promise<BlastRadius>;
  readonly signal: AbortSignal;
}

/** What a plan is made for, once its steps are resolved. */
export interface CompletionRequest
  extends Pick<
    PlanRequest,
    'requestedBy' | 'mayControl' | 'blastRadius' | 'signal'
  > {
  readonly service: ServiceAccess;
}

/** What a plan says beside its steps. */
export type PlanContents = Pick<
  Plan,
  | 'entityRef'
  | 'runbook'
  | 'inputs'
  | 'approvals'
  | 'editors'
  | 'undoes'
  | 'continues'
>;

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
    const { snapshots } = this.#options;
    const { service, entityRef } = request;
    requireOwnEntity(service, entityRef);
    const entry = await this.#options.runbooks.get(request);
    const runbook = requireRunnable(entry);
    const inputs = checkInputs({
      schema: runbook.inputs,
      inputs: request.inputs,
    });

    const { id, title, severity, respondWithin, contentHash, path } = runbook;
    await snapshots.save(runbook);
    return this.complete({
      request,
      resolved: this.#resolve(runbook, request, inputs),
      contents: {
        ...(entityRef !== undefined && { entityRef }),
        runbook: { id, title, severity, respondWithin, contentHash, path },
        inputs,
        approvals: this.#options.approvals,
        editors: [],
      },
    });
  }

  /**
   * Looks over steps that are resolved as far as they can be, and stores the
   * plan of them; it can be run or adopted for an hour.
   */
  async complete(options: {
    readonly request: CompletionRequest;
    readonly resolved: readonly ResolvedStep[];
    readonly contents: PlanContents;
    /** About the plan as a whole. */
    readonly findings?: readonly Finding[];
  }): Promise<Plan> {
    const { database, plans, hashKey } = this.#options;
    const { request, resolved } = options;
    const { service, requestedBy } = request;
    const { undoes, continues } = options.contents;
    const [previews, preflight, blastRadius] = await Promise.all([
      this.#preview(resolved, request),
      this.#options.preflight.look({
        ...request,
        steps: resolved,
        editors: options.contents.editors,
        ownRuns: [undoes ?? [], continues?.runId ?? []].flat(),
      }),
      request.blastRadius,
    ]);
    request.signal.throwIfAborted();
    const [{ now, expires }] = await database.query<{
      now: Date;
      expires: Date;
    }>(CLOCK);
    const contents = {
      ...options.contents,
      service: service.id,
      serviceFingerprint: this.#options.services.fingerprint(service.id) ?? '',
      steps: unpinWhatChanges(
        resolved.map(({ planned }, index) => ({
          ...planned,
          previews: [...planned.previews, ...previews[index].previews],
        })),
      ),
    };
    const plan: Plan = {
      ...contents,
      id: uuidv7(),
      hash: planHash(contents, hashKey),
      serviceTitle: service.title,
      findings: [
        ...(options.findings ?? []),
        ...resolved.flatMap(({ findings }) => findings),
        ...withoutRepeated(previews, preflight),
        ...preflight,
        ...(blastRadius?.findings ?? []),
      ],
      dependents: blastRadius?.dependents ?? [],
      requestedBy,
      createdAt: now.toISOString(),
      expiresAt: expires.toISOString(),
    };
    await plans.save(plan);
    return plan;
  }

  /**
   * In what a plan would be another one if it were made now: its runbook, its
   * inputs, the configuration, the policy, its steps and what they touch, and
   * the facts that are pinned. A fact that cannot be read at the moment is not
   * a difference; it is read again right before its step.
   */
  async differences(
    plan: Plan,
    options: {
      readonly service: ConfiguredService;
      readonly signal: AbortSignal;
    },
  ): Promise<readonly PlanDifference[]> {
    const { service } = options;
    const request = { ...options, requestedBy: plan.requestedBy };
    const now = {
      serviceFingerprint: this.#options.services.fingerprint(service.id) ?? '',
      approvals: this.#options.approvals,
    };
    if (plan.undoes !== undefined || plan.continues !== undefined) {
      // What is made of a run does not follow the runbook of today.
      return planDifferences(plan, { ...plan, ...now });
    }
    let runbook: Runbook;
    let inputs: JsonObject;
    try {
      runbook = requireRunnable(
        await this.#options.runbooks.get({
          service,
          runbook: plan.runbook.id,
        }),
      );
      inputs = checkInputs({ schema: runbook.inputs, inputs: plan.inputs });
    } catch (error) {
      if (isError(error) && /^(NotFound|Input)Error$/.test(error.name)) {
        return [
          { what: 'Runbook', planned: plan.runbook.title, now: error.message },
        ];
      }
      throw error;
    }
    const resolved = this.#resolve(runbook, request, inputs);
    const differences = planDifferences(plan, {
      ...now,
      runbook,
      inputs,
      steps: resolved.map(({ planned }) => planned),
    });
    return differences.length > 0
      ? differences
      : this.#factDifferences(plan, resolved, request);
  }

  async #factDifferences(
    plan: Plan,
    resolved: readonly ResolvedStep[],
    request: Pick<PlanRequest, 'service' | 'signal'>,
  ): Promise<readonly PlanDifference[]> {
    const pinning = resolved.filter((_, index) =>
      plan.steps[index].previews.some(one => pinnedFacts([one]).length > 0),
    );
    const now = await this.#preview(pinning, request, FACTS_LIMIT_MS);
    return pinning.flatMap(({ planned }, index) =>
      now[index].findings.length > 0
        ? []
        : factDifferences(
            plan.steps.find(({ step }) => step.id === planned.step.id),
            now[index].previews,
          ),
    );
  }

  #resolve(
    runbook: Runbook,
    { service, requestedBy }: Pick<PlanRequest, 'service' | 'requestedBy'>,
    inputs: JsonObject,
  ): readonly ResolvedStep[] {
    const { actions, redactor, approvals, approvers } = this.#options;
    const scope: Scope = {
      inputs,
      steps: {},
      service: service.projection,
      run: { requestedBy, runbook: runbook.id },
    };
    const neverRun = new Set<string>();
    return runbook.steps.map(step => {
      const resolved = resolveStep(step, {
        ...{ actions, service, scope, redactor, neverRun },
        ...{ approvals, approvers },
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
    { service, signal }: Pick<CompletionRequest, 'service' | 'signal'>,
    limitMs = this.#options.previewLimitMs ?? PREVIEW_LIMIT_MS,
  ) {
    const { redactor, logger } = this.#options;
    return inParallel(resolved, PREVIEWS_AT_ONCE, step =>
      previewStep(step, { service, signal, redactor, logger, limitMs }),
    );
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

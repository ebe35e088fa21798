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

import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import {
  runbookReadPermission,
  runControlPermission,
  runCreatePermission,
  type Finding,
  type PlanAnswer,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { RunbookShelf } from '../runbooks/RunbookShelf';
import type { Dependents } from '../catalog/Dependents';
import type { Planner } from '../runs/planner';
import type { ContinuationPlanner } from '../runs/replan/ContinuationPlanner';
import type { RunReader } from '../runs/types';
import type { UndoPlanner } from '../runs/undo/UndoPlanner';
import type { ConfiguredService } from '../services';
import { noSuchRun, type Access } from './Access';
import type { AuthorizedRunService } from './AuthorizedRunService';
import type { AuthorizedServices } from './AuthorizedServices';

/** Plans runs in the name of the caller, who must be a person that may start them. */
export class AuthorizedPlanner {
  readonly #planner: Planner;
  readonly #shelf: Pick<RunbookShelf, 'contentHashOf'>;
  readonly #runs: Pick<AuthorizedRunService, 'ownPlan'>;
  readonly #dependents: Pick<Dependents, 'of'>;
  readonly #services: AuthorizedServices;
  readonly #recovery: {
    readonly undo: Pick<UndoPlanner, 'plan'>;
    readonly continuation: Pick<ContinuationPlanner, 'plan'>;
  };
  readonly #reader: Pick<RunReader, 'get'>;
  readonly #access: Access;

  constructor(options: {
    readonly planner: Planner;
    readonly shelf: Pick<RunbookShelf, 'contentHashOf'>;
    readonly runs: Pick<AuthorizedRunService, 'ownPlan'>;
    readonly dependents: Pick<Dependents, 'of'>;
    readonly services: AuthorizedServices;
    /** Plans that are made of runs. */
    readonly recovery: {
      readonly undo: Pick<UndoPlanner, 'plan'>;
      readonly continuation: Pick<ContinuationPlanner, 'plan'>;
    };
    readonly reader: Pick<RunReader, 'get'>;
    readonly access: Access;
  }) {
    this.#recovery = options.recovery;
    this.#reader = options.reader;
    this.#planner = options.planner;
    this.#shelf = options.shelf;
    this.#runs = options.runs;
    this.#dependents = options.dependents;
    this.#services = options.services;
    this.#access = options.access;
  }

  async plan(
    options: {
      readonly service: string;
      readonly runbook: string;
      readonly inputs: JsonObject;
      readonly entityRef?: string;
      readonly signal: AbortSignal;
    },
    credentials: BackstageCredentials,
  ): Promise<PlanAnswer> {
    const requestedBy = this.#access.personOf(credentials);
    this.#access.requireChangesAllowed();
    const service = await this.#services.get(options.service, credentials);
    await this.#access.require(runbookReadPermission, credentials);
    await this.#access.requireOn(runCreatePermission, service.id, credentials);
    const plan = await this.#planner.plan({
      ...options,
      ...(await this.#asSeenBy(service, credentials)),
      requestedBy,
    });
    return { ...plan, runbookChanged: false };
  }

  /** What is left of a run, with another input for the step that it stopped at. */
  async replan(
    options: {
      readonly runId: string;
      readonly stepId: string;
      readonly input: JsonObject;
      readonly signal: AbortSignal;
    },
    credentials: BackstageCredentials,
  ): Promise<PlanAnswer> {
    const seen = await this.#controlled(options.runId, credentials);
    const plan = await this.#recovery.continuation.plan({
      ...options,
      ...seen,
    });
    return { ...plan, runbookChanged: false };
  }

  /** What takes back what a run did. */
  async planUndo(
    options: {
      readonly runId: string;
      readonly steps?: readonly string[];
      readonly signal: AbortSignal;
    },
    credentials: BackstageCredentials,
  ): Promise<PlanAnswer> {
    const seen = await this.#controlled(options.runId, credentials);
    const plan = await this.#recovery.undo.plan({ ...options, ...seen });
    return { ...plan, runbookChanged: false };
  }

  /** A person who may decide in the run, and what that person can see. */
  async #controlled(runId: string, credentials: BackstageCredentials) {
    const requestedBy = this.#access.personOf(credentials);
    this.#access.requireChangesAllowed();
    await this.#access.requireRunVisible(runId, credentials);
    await this.#access.requireOn(runControlPermission, runId, credentials);
    const run = await this.#reader.get(runId);
    if (run === undefined) {
      throw noSuchRun(runId);
    }
    const service = await this.#services.get(run.service, credentials);
    const { blastRadius, mayControl } = await this.#asSeenBy(
      service,
      credentials,
    );
    return { requestedBy, blastRadius, mayControl };
  }

  /** The caller's own plan; says so when the runbook is another one by now. */
  async get(
    planId: string,
    credentials: BackstageCredentials,
  ): Promise<PlanAnswer> {
    const plan = await this.#runs.ownPlan(planId, credentials);
    await this.#access.requireServiceVisible(plan.service, credentials);
    const { id, contentHash } = plan.runbook;
    const now = await this.#shelf.contentHashOf(id);
    if (now === contentHash) {
      return { ...plan, runbookChanged: false };
    }
    const changed: Finding = {
      level: 'blocking',
      code: 'runbook-changed',
      message:
        now === undefined
          ? 'The runbook was removed since this was planned'
          : 'The runbook was changed since this was planned',
      nextStep: 'Plan again, and look at what is different',
    };
    return {
      ...plan,
      findings: [changed, ...plan.findings],
      runbookChanged: true,
    };
  }

  /** What only the caller's own credentials can tell. */
  async #asSeenBy(
    service: ConfiguredService,
    credentials: BackstageCredentials,
  ) {
    const blastRadius = this.#dependents.of(service.entities, credentials);
    const mayControl = await this.#access.mayControlRunsOf(
      service.id,
      credentials,
    );
    return { service, blastRadius, mayControl };
  }
}

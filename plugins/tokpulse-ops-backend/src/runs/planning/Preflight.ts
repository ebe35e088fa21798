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

import type { Finding } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  ActionError,
  type ActionNeed,
  type ServiceAccess,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import type { ApproverReach } from '../../approvals/ApproverReach';
import type { Redactor } from '../types';
import type { CredentialChecks, CredentialNeed } from './CredentialChecks';
import { StepFindings } from './findings';
import { findTool } from './findTool';
import { inParallel } from './inParallel';
import type { ResolvedStep } from './resolveStep';
import type { TargetHolders } from './TargetHolders';
import { InputNeededError, untouchable } from './targets';

const CHECKS_AT_ONCE = 4;

/** A provider that says this will say it again when the step runs. */
const REFUSALS = ['unauthorized', 'forbidden', 'not-configured'];

/** What is looked at before a run starts. */
export interface PreflightRequest {
  readonly steps: readonly ResolvedStep[];
  readonly service: ServiceAccess;
  /** Entity ref of who is going to start it. */
  readonly requestedBy: string;
  /** Entity refs of who wrote or changed the plan. */
  readonly editors: readonly string[];
  /** Whether that person may confirm and decide in a run of this service. */
  readonly mayControl: boolean;
  /** Ids of runs whose targets it takes over, so that it need not wait for them. */
  readonly ownRuns?: readonly string[];
}

/** Looks now for what would stop a later step. Never throws because of what it finds. */
export class Preflight {
  readonly #credentials: CredentialChecks;
  readonly #holders: Pick<TargetHolders, 'findings'>;
  readonly #approvers: Pick<ApproverReach, 'findings'>;
  readonly #redactor: Pick<Redactor, 'text'>;

  constructor(options: {
    readonly credentials: CredentialChecks;
    readonly holders: Pick<TargetHolders, 'findings'>;
    readonly approvers: Pick<ApproverReach, 'findings'>;
    readonly redactor: Pick<Redactor, 'text'>;
  }) {
    this.#credentials = options.credentials;
    this.#holders = options.holders;
    this.#approvers = options.approvers;
    this.#redactor = options.redactor;
  }

  async look(request: PreflightRequest): Promise<readonly Finding[]> {
    const { steps, service, requestedBy, editors } = request;
    const [needs, locks, approvers] = await Promise.all([
      inParallel(steps, CHECKS_AT_ONCE, step => this.#needs(step, service)),
      this.#holders.findings(
        steps.map(({ planned }) => ({
          stepId: planned.step.id,
          targets: planned.targets,
        })),
        { requestedBy, ownRuns: request.ownRuns },
      ),
      this.#approvers.findings({
        steps: steps.map(({ planned }) => planned),
        excluded: [requestedBy, ...editors],
      }),
    ]);
    return [...mayConfirm(request), ...approvers, ...needs.flat(), ...locks];
  }

  async #needs(
    step: ResolvedStep,
    service: ServiceAccess,
  ): Promise<readonly Finding[]> {
    const findings = new StepFindings({ stepId: step.planned.step.id });
    const needs = this.#needsOf(step, service, findings);
    for (const need of needs) {
      switch (need.kind) {
        case 'tool':
          await this.#tool(need.command, step, findings);
          break;
        case 'credential':
          await this.#credential(need, { step, service, findings });
          break;
        default:
          throw new Error(
            `Unknown need ${JSON.stringify(need satisfies never)}`,
          );
      }
    }
    return findings.all;
  }

  #needsOf(
    { needs, planned }: ResolvedStep,
    service: ServiceAccess,
    findings: StepFindings,
  ): readonly ActionNeed[] {
    try {
      return (
        needs?.action.needs?.({
          input: needs.input ?? untouchable(),
          service,
        }) ?? []
      );
    } catch (error) {
      if (error instanceof InputNeededError) {
        return [];
      }
      if (error instanceof ActionError) {
        findings.add(mildFor(planned) ? 'warning' : 'blocking', {
          code: error.code,
          message: this.#redactor.text(error.message),
          nextStep: this.#redactor.text(
            error.nextStep ?? 'Configure it, then plan again',
          ),
        });
        return [];
      }
      throw error;
    }
  }

  async #tool(
    command: string,
    { planned }: ResolvedStep,
    findings: StepFindings,
  ): Promise<void> {
    if ((await findTool(command)) === undefined) {
      findings.add(isUncertain(planned) ? 'warning' : 'blocking', {
        code: 'tool-missing',
        message: `The program ${command} is not on the path of this backend`,
        nextStep: `Install ${command} where the backends run, then plan again`,
      });
    }
  }

  async #credential(
    need: CredentialNeed,
    {
      step,
      service,
      findings,
    }: {
      readonly step: ResolvedStep;
      readonly service: ServiceAccess;
      readonly findings: StepFindings;
    },
  ): Promise<void> {
    const error = await this.#credentials.check(service, need);
    if (error === undefined) {
      return;
    }
    const refused = REFUSALS.includes(error.code);
    findings.add(refused && !mildFor(step.planned) ? 'blocking' : 'warning', {
      code: refused ? 'credential-refused' : 'credential-not-checked',
      message: this.#redactor.text(
        `${need.title} ${
          refused ? 'is not accepted' : 'could not be checked'
        }: ${error.message}`,
      ),
      nextStep: this.#redactor.text(
        error.nextStep ??
          (refused
            ? 'Correct it in app-config and restart the backend'
            : 'Plan again to ask again, or start without knowing'),
      ),
    });
  }
}

type Planned = ResolvedStep['planned'];

/** Whether the run can come to a good end without this step. */
function isUncertain({ condition, step }: Planned): boolean {
  return condition?.value === 'later' || step.onFailure !== 'stop';
}

/**
 * A reading that fails says something, and nothing is half done: in an incident
 * it is better to start and see.
 */
function mildFor(planned: Planned): boolean {
  return planned.effect === 'read' || isUncertain(planned);
}

function mayConfirm({
  steps,
  mayControl,
}: PreflightRequest): readonly Finding[] {
  const changes = steps.some(
    ({ planned }) =>
      planned.condition?.value !== false &&
      (planned.effect !== 'read' || planned.step.confirm !== 'none'),
  );
  return mayControl || !changes
    ? []
    : [
        {
          level: 'warning',
          code: 'control-missing',
          message:
            'You may start this run, but not confirm its steps or decide when one fails',
          nextStep:
            'Ask an administrator of the portal for a role with tokpulse-ops.run.control, or have somebody at hand who takes the lead',
        },
      ];
}

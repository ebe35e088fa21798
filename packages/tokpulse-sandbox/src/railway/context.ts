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

import { GraphQLError } from 'graphql';
import { Ledger, LedgerEntry, RecordedEffect } from '../ledger/Ledger';
import { Deployment } from './Deployment';
import { Identity, notAuthorized } from './identity';
import { Project } from './Project';
import { Accepted, ServiceError } from './operations';
import { Service } from './Service';

/** One request to the API: who asks, and what it has caused so far. */
export class RequestContext {
  readonly project: Project;
  readonly identity: Identity;
  readonly #ledger: Ledger;
  readonly #requestId: string;
  readonly #effects: RecordedEffect[] = [];

  constructor(options: {
    project: Project;
    identity: Identity;
    ledger: Ledger;
    requestId: string;
  }) {
    this.project = options.project;
    this.identity = options.identity;
    this.#ledger = options.ledger;
    this.#requestId = options.requestId;
  }

  get hasEffects(): boolean {
    return this.#effects.length > 0;
  }

  markDelivered(delivered: boolean): void {
    for (const effect of this.#effects) {
      effect.markDelivered(delivered);
    }
  }

  /** Refuses whoever has no token. */
  authorise(): void {
    if (this.identity.kind === 'nobody') {
      throw notAuthorized();
    }
  }

  /** Refuses an environment that is not the caller's. */
  inEnvironment(environmentId: string): void {
    this.authorise();
    if (environmentId !== this.project.environment.id) {
      throw this.identity.kind === 'account'
        ? notFound('Environment')
        : notAuthorized();
    }
  }

  inProject(projectId: string): void {
    this.authorise();
    if (projectId !== this.project.id) {
      throw this.identity.kind === 'account'
        ? notFound('Project')
        : notAuthorized();
    }
  }

  service(id: string): Service {
    this.authorise();
    const service = this.project.service(id);
    if (!service) {
      throw notFound('Service');
    }
    return service;
  }

  deployment(id: string): { service: Service; deployment: Deployment } {
    this.authorise();
    const service = this.project.serviceOf(id);
    const deployment = service?.deployments.find(each => each.id === id);
    if (!service || !deployment) {
      throw notFound('Deployment');
    }
    return { service, deployment };
  }

  /** Puts an effect into the ledger under this request. */
  record(
    effect: Pick<LedgerEntry, 'operation' | 'effect' | 'target'> & {
      detail?: LedgerEntry['detail'];
    },
  ): RecordedEffect {
    const recorded = this.#ledger.record({
      ...effect,
      provider: 'railway',
      target: {
        projectId: this.project.id,
        environmentId: this.project.environment.id,
        ...effect.target,
      },
      requestId: this.#requestId,
    });
    this.#effects.push(recorded);
    return recorded;
  }

  /** Starts an operation of a service, and follows it in the ledger. */
  perform(options: {
    operation: string;
    effect: LedgerEntry['effect'];
    service: Service;
    target?: Readonly<Record<string, string>>;
    start: () => Accepted;
  }): Deployment {
    const { deployment, done } = accept(options.start);
    const recorded = this.record({
      operation: options.operation,
      effect: options.effect,
      target: {
        serviceId: options.service.id,
        deploymentId: deployment.id,
        ...options.target,
      },
    });
    done.then(
      ({ ok, pidBefore, pidAfter, deploymentId }) =>
        recorded.settle(ok ? 'done' : 'failed', {
          pidBefore,
          pidAfter,
          deploymentId,
        }),
      () => recorded.settle('failed'),
    );
    return deployment;
  }
}

function accept(start: () => Accepted): Accepted {
  try {
    return start();
  } catch (error) {
    if (error instanceof ServiceError) {
      throw refused(error.message);
    }
    throw error;
  }
}

export function refused(message: string): GraphQLError {
  return new GraphQLError(message, {
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  });
}

function notFound(what: string): GraphQLError {
  return refused(`${what} not found`);
}

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
  AuthService,
  BackstageCredentials,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  AuthorizeResult,
  type AuthorizePermissionRequest,
  type BasicPermission,
  type PolicyDecision,
  type ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  createConditionAuthorizer,
  createConditionTransformer,
} from '@backstage/plugin-permission-node';
import {
  RESOURCE_TYPE_RUN,
  runControlPermission,
  runReadPermission,
  serviceReadPermission,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { PermissionsOffError, withProblem } from '../problems';
import type { RunVisibility } from '../runs/types';
import {
  runResourceRef,
  serviceResourceRef,
  type RunResource,
  type ServiceResource,
} from './resources';

/** Options of {@link Access}. */
export interface AccessOptions {
  readonly permissions: PermissionsService;
  readonly permissionsRegistry: PermissionsRegistryService;
  readonly auth: AuthService;
  /** False where nobody could be kept from changing anything. */
  readonly changesAllowed: boolean;
}

type Filter<TQuery> =
  | { readonly kind: 'all' }
  | { readonly kind: 'none' }
  | { readonly kind: 'matching'; readonly query: TQuery };

/**
 * Asks the permission system. What somebody may not even see answers the same
 * `NotFoundError` as what does not exist.
 */
export class Access {
  readonly #permissions: PermissionsService;
  readonly #registry: PermissionsRegistryService;
  readonly #auth: AuthService;
  readonly #changesAllowed: boolean;

  constructor(options: AccessOptions) {
    this.#permissions = options.permissions;
    this.#registry = options.permissionsRegistry;
    this.#auth = options.auth;
    this.#changesAllowed = options.changesAllowed;
  }

  /** The entity ref of the person. Nobody but a person starts or decides. */
  personOf(credentials: BackstageCredentials): string {
    if (!this.#auth.isPrincipal(credentials, 'user')) {
      throw withProblem(
        new NotAllowedError('Only a person can start a run or decide in it'),
        {
          code: 'person-needed',
          nextStep:
            'Use the token of a signed-in person, or one on their behalf',
        },
      );
    }
    return credentials.principal.userEntityRef;
  }

  /**
   * The same, of a person who is there: a plugin that acts for somebody, with a
   * token on their behalf, cannot agree to anything in their name.
   */
  personThemselves(credentials: BackstageCredentials): string {
    const person = this.personOf(credentials);
    if (
      this.#auth.isPrincipal(credentials, 'user') &&
      credentials.principal.actor !== undefined
    ) {
      throw withProblem(
        new NotAllowedError('Only the person themselves can do this'),
        {
          code: 'person-needed',
          nextStep: 'Do it on the pages of TokPulse Ops, signed in',
        },
      );
    }
    return person;
  }

  /** Whether somebody else than a service asks. */
  isPerson(credentials: BackstageCredentials): boolean {
    return this.#auth.isPrincipal(credentials, 'user');
  }

  /** Throws unless changes are possible in this installation at all. */
  requireChangesAllowed(): void {
    if (!this.#changesAllowed) {
      throw new PermissionsOffError();
    }
  }

  /** Throws `NotAllowedError` unless the permission is given. */
  async require(
    permission: BasicPermission,
    credentials: BackstageCredentials,
  ): Promise<void> {
    if (!(await this.#allows({ permission }, credentials))) {
      throw notAllowed(permission.name);
    }
  }

  /** Throws `NotFoundError` unless the service is there and may be seen. */
  async requireServiceVisible(
    service: string,
    credentials: BackstageCredentials,
  ): Promise<void> {
    const request = { permission: serviceReadPermission, resourceRef: service };
    if (!(await this.#allows(request, credentials))) {
      throw noSuchService(service);
    }
  }

  /** Throws `NotFoundError` unless the run is there and may be seen. */
  async requireRunVisible(
    runId: string,
    credentials: BackstageCredentials,
  ): Promise<void> {
    const request = { permission: runReadPermission, resourceRef: runId };
    if (!(await this.#allows(request, credentials))) {
      throw noSuchRun(runId);
    }
  }

  /** For a permission on top of being allowed to see the resource. */
  async requireOn(
    permission: ResourcePermission,
    resourceRef: string,
    credentials: BackstageCredentials,
  ): Promise<void> {
    if (!(await this.#allows({ permission, resourceRef }, credentials))) {
      throw notAllowed(permission.name);
    }
  }

  /** Whether the caller may decide in a run of a service that they start and lead. */
  async mayControlRunsOf(
    service: string,
    credentials: BackstageCredentials,
  ): Promise<boolean> {
    const person = this.personOf(credentials);
    const [decision] = await this.#permissions.authorizeConditional(
      [{ permission: runControlPermission }],
      { credentials },
    );
    const isAuthorized = createConditionAuthorizer(
      this.#registry.getPermissionRuleset(runResourceRef),
    );
    const run = { id: '', service, requestedBy: person, lead: person };
    return isAuthorized(decision, run);
  }

  /** Which services may be seen. */
  async visibleServices(
    credentials: BackstageCredentials,
  ): Promise<(service: ServiceResource) => boolean> {
    const [decision] = await this.#permissions.authorizeConditional(
      [{ permission: serviceReadPermission }],
      { credentials },
    );
    const isAuthorized = createConditionAuthorizer(
      this.#registry.getPermissionRuleset(serviceResourceRef),
    );
    return service => isAuthorized(decision, service);
  }

  /** Which runs may be seen, as a filter for SQL. */
  async visibleRuns(
    credentials: BackstageCredentials,
  ): Promise<Filter<RunVisibility>> {
    return (await this.runsWith(runReadPermission, credentials)).filter;
  }

  /** For which runs a permission is given, as a filter for SQL and one by one. */
  async runsWith(
    permission: ResourcePermission<typeof RESOURCE_TYPE_RUN>,
    credentials: BackstageCredentials,
  ): Promise<{
    readonly filter: Filter<RunVisibility>;
    readonly includes: (run: RunResource) => boolean;
  }> {
    const [decision] = await this.#permissions.authorizeConditional(
      [{ permission }],
      { credentials },
    );
    const isAuthorized = createConditionAuthorizer(
      this.#registry.getPermissionRuleset(runResourceRef),
    );
    return {
      filter: this.#filterOf(decision),
      includes: run => isAuthorized(decision, run),
    };
  }

  #filterOf(decision: PolicyDecision): Filter<RunVisibility> {
    switch (decision.result) {
      case AuthorizeResult.ALLOW:
        return { kind: 'all' };
      case AuthorizeResult.DENY:
        return { kind: 'none' };
      case AuthorizeResult.CONDITIONAL:
        return {
          kind: 'matching',
          query: createConditionTransformer(
            this.#registry.getPermissionRuleset(runResourceRef),
          )(decision.conditions),
        };
      default:
        throw new Error(
          `Unknown decision ${JSON.stringify(decision satisfies never)}`,
        );
    }
  }

  async #allows(
    request: AuthorizePermissionRequest,
    credentials: BackstageCredentials,
  ): Promise<boolean> {
    const [{ result }] = await this.#permissions.authorize([request], {
      credentials,
    });
    return result === AuthorizeResult.ALLOW;
  }
}

/** The one answer for a service that is not there or may not be seen. */
export function noSuchService(service: string): NotFoundError {
  return withProblem(new NotFoundError(`There is no service '${service}'`), {
    code: 'no-such-service',
    nextStep: 'Open the list of services',
  });
}

/** The one answer for a run that is not there or may not be seen. */
export function noSuchRun(runId: string): NotFoundError {
  return withProblem(new NotFoundError(`There is no run '${runId}'`), {
    code: 'no-such-run',
    nextStep: 'Open the list of runs',
  });
}

function notAllowed(permission: string): NotAllowedError {
  return withProblem(
    new NotAllowedError(`This needs the permission ${permission}`),
    {
      code: 'permission-missing',
      nextStep: `Ask an administrator of the portal for a role with ${permission}`,
    },
  );
}

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
} from '@backstage/backend-plugin-api';

const TARGET = 'tokpulse-ops';

/** Options of {@link createInitiatorFetch}. */
export interface InitiatorFetchOptions {
  readonly auth: AuthService;
  /** Whoever started the task. */
  readonly initiator: BackstageCredentials;
}

/** A fetch in the name of whoever started the task, with a fresh token each time. */
export function createInitiatorFetch(
  options: InitiatorFetchOptions,
): typeof fetch {
  const { auth, initiator } = options;
  return async (input, init) => {
    const { token } = await auth.getPluginRequestToken({
      onBehalfOf: initiator,
      targetPluginId: TARGET,
    });
    return fetch(input, withToken(init, token));
  };
}

/**
 * The same, but for reading only, and in the name of the scaffolder once the
 * initiator's token has expired: it lasts for an hour, and a run can take
 * longer. Use it for nothing but a run that the initiator was let start.
 */
export function createFollowingFetch(
  options: InitiatorFetchOptions,
): typeof fetch {
  const asInitiator = createInitiatorFetch(options);
  return async (input, init) => {
    if ((init?.method ?? 'GET') !== 'GET') {
      throw new TypeError('This fetch is for reading only');
    }
    const response = await asInitiator(input, init);
    if (response.status !== 401) {
      return response;
    }
    await response.body?.cancel();
    const { auth } = options;
    const { token } = await auth.getPluginRequestToken({
      onBehalfOf: await auth.getOwnServiceCredentials(),
      targetPluginId: TARGET,
    });
    return fetch(input, withToken(init, token));
  };
}

function withToken(init: RequestInit | undefined, token: string): RequestInit {
  const headers = new Headers(init?.headers);
  headers.set('authorization', `Bearer ${token}`);
  return { ...init, headers };
}

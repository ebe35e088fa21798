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

import type { IdentityApi } from '@backstage/core-plugin-api';

/** How somebody comes in. */
export type Way = 'account' | 'guest';

const key = 'tokpulse-ops.signIn.way';

/** The way that this browser took last, until somebody signed out. */
export function rememberedWay(): Way | undefined {
  const value = localStorage.getItem(key);
  return value === 'account' || value === 'guest' ? value : undefined;
}

export function forgetWay() {
  localStorage.removeItem(key);
}

/** Remembers a way, and returns an identity that forgets it on leaving. */
export function rememberWay(way: Way, identity: IdentityApi): IdentityApi {
  localStorage.setItem(key, way);
  return {
    getProfileInfo: () => identity.getProfileInfo(),
    getBackstageIdentity: () => identity.getBackstageIdentity(),
    getCredentials: () => identity.getCredentials(),
    signOut: async () => {
      forgetWay();
      await identity.signOut();
    },
  };
}

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

import { createApiRef } from '@backstage/frontend-plugin-api';
import type { TokPulseOpsClient } from '@tokpulse/backstage-plugin-tokpulse-ops-common';

/** The public methods of a class, so that a test can stand in for it. */
type PublicOf<T> = { readonly [Method in keyof T]: T[Method] };

/**
 * What the pages ask the backend for: the public methods of
 * {@link TokPulseOpsClient} and of its parts, so that a test can stand in for
 * it.
 *
 * @public
 */
export type TokPulseOpsApi = {
  readonly [Member in keyof TokPulseOpsClient]: TokPulseOpsClient[Member] extends (
    ...inputs: never[]
  ) => unknown
    ? TokPulseOpsClient[Member]
    : PublicOf<TokPulseOpsClient[Member]>;
};

/**
 * Finds the client of the TokPulse Ops backend.
 *
 * @public
 */
export const tokpulseOpsApiRef = createApiRef<TokPulseOpsApi>().with({
  id: 'plugin.tokpulse-ops.client',
  pluginId: 'tokpulse-ops',
});

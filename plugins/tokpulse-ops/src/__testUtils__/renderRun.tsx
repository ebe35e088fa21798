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

import { RUN_ID } from '../__fixtures__/runs';
import type { TokPulseOpsApi } from '../api/tokpulseOpsApi';
import { RunPage } from '../run/RunPage';
import { renderOps, type RenderOpsOptions } from './renderOps';

/** The options of a request that a reader wanted once. */
export const withKey = {
  idempotencyKey: expect.stringMatching(/^[0-9a-f]{32}$/),
};

/** Renders the page of the run {@link RUN_ID}. */
export function renderRun(
  api: TokPulseOpsApi,
  options: Omit<RenderOpsOptions, 'api'> = {},
): ReturnType<typeof renderOps> {
  return renderOps(<RunPage />, {
    api,
    path: `/tokpulse-ops/runs/${RUN_ID}`,
    mountPath: '/tokpulse-ops/runs/:runId',
    ...options,
  });
}

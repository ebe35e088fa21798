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

import { Deployment } from './Deployment';

/** A refusal that the API passes on to the caller. */
export class ServiceError extends Error {}

/** What an accepted operation comes to. */
export interface Outcome {
  readonly deploymentId: string;
  readonly ok: boolean;
  readonly pidBefore: number | null;
  readonly pidAfter: number | null;
}

export interface Accepted {
  readonly deployment: Deployment;
  readonly done: Promise<Outcome>;
}

const buildMs = 250;

/** Goes through the motions of a build; the images are there. */
export async function build(deployment: Deployment): Promise<void> {
  const { image, buildLogs } = deployment;
  deployment.status = 'BUILDING';
  buildLogs.add(
    `Building ${image.commitSha.slice(0, 7)} ${image.commitMessage}`,
  );
  await new Promise(resolve => {
    setTimeout(resolve, buildMs);
  });
  buildLogs.add(`Pushed image ${image.digest}`);
}

/** What a deployment that was launched has come to. */
export function outcomeOf(
  deployment: Deployment,
  { ok, pidBefore }: { ok: boolean; pidBefore: number | null },
): Outcome {
  return {
    deploymentId: deployment.id,
    ok,
    pidBefore,
    pidAfter: ok ? deployment.process?.pid ?? null : null,
  };
}

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

/** What was built from one commit. */
export interface Image {
  readonly version: string;
  readonly commitSha: string;
  readonly commitMessage: string;
  readonly commitAuthor: string;
  readonly digest: string;
}

const author = 'tokpulse-maintainer';

function image(
  version: string,
  commitSha: string,
  commitMessage: string,
): Image {
  return {
    version,
    commitSha,
    commitMessage,
    commitAuthor: author,
    digest: `sha256:${commitSha.padEnd(64, commitSha)}`,
  };
}

/** The releases of the partner app, newest first. 2.3.0 is not deployed yet. */
export const partnerAppImages = {
  broken: image(
    '2.3.0',
    '9f3c1d7b5e2a48c60d17f4a9b8e35c2d6a0f1b94',
    'feat(billing): read plan prices from the environment',
  ),
  current: image(
    '2.2.0',
    '4be7a02c9d5f13e86a7c0b2f9d481e5a63c7f0d8',
    'feat(webhooks): store products/create',
  ),
  previous: image(
    '2.1.3',
    'c05d8e7f1a92b4366e0f5c7d8a1b3e492f6d0c58',
    'fix(auth): keep the shop in the callback',
  ),
  older: image(
    '2.1.2',
    '7a1e94c3f05b2d8861c7e0a94f3d5b2c8e6f1a07',
    'chore: update dependencies',
  ),
  failed: image(
    '2.1.1',
    'e2b60f9a8c174d53b0e96c2f7a851d3e4c09b6f1',
    'perf: cache plans in memory',
  ),
  oldest: image(
    '2.0.4',
    '1d9c5b7e3f80a2641b6d9e0c5a7f4832e1b0d6c9',
    'fix(health): report all checks',
  ),
} as const;

export const dashboardImage = image(
  '1.4.0',
  '58c2e1f07b9d4a63c8e0f5172a6b3d94e7f1c0a5',
  'feat: weekly report',
);

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

import { resolve } from 'node:path';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { targetPaths } from '@backstage/cli-common';
import type { ActionDescriptor } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { RunbookShelf } from '../RunbookShelf';
import type { BundleConfig } from './bundleConfig';
import { BundleFile } from './BundleFile';

/** The configured file; relative to where app-config.yaml is. */
export function openBundleFile(
  options: BundleConfig & {
    readonly shelf: Pick<RunbookShelf, 'everything'>;
    readonly actions: { descriptors(): readonly ActionDescriptor[] };
    readonly logger: LoggerService;
  },
): BundleFile | undefined {
  const { path, shelf, actions, contacts, logger } = options;
  return path === undefined
    ? undefined
    : new BundleFile({
        path: resolve(targetPaths.rootDir, path),
        read: async () => {
          const { entries, complete } = await shelf.everything();
          return {
            content: { entries, actions: actions.descriptors(), contacts },
            complete,
          };
        },
        logger,
      });
}

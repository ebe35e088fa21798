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
import type {
  SchedulerService,
  UrlReaderService,
} from '@backstage/backend-plugin-api';
import type { RunbookLocation } from '../opsConfig';
import { DirectorySource } from './DirectorySource';
import type { RunbookSource } from './RunbookSource';
import { UrlSource } from './UrlSource';

/** Makes the sources of `tokpulseOps.runbooks`; URLs are asked again on a schedule. */
export async function createRunbookSources(options: {
  readonly locations: readonly RunbookLocation[];
  /** What a relative directory is relative to. */
  readonly rootDir: string;
  readonly urlReader: UrlReaderService;
  readonly scheduler: SchedulerService;
  /** Ends the schedule. */
  readonly signal: AbortSignal;
}): Promise<readonly RunbookSource[]> {
  const { locations, rootDir, urlReader, scheduler, signal } = options;
  const sources: RunbookSource[] = [];
  for (const [index, location] of locations.entries()) {
    switch (location.type) {
      case 'directory':
        sources.push(
          new DirectorySource({ directory: resolve(rootDir, location.path) }),
        );
        break;
      case 'url': {
        const source = new UrlSource({
          url: location.target,
          reader: urlReader,
        });
        sources.push(source);
        await scheduler.scheduleTask({
          id: `tokpulse-ops-runbooks-${index}`,
          scope: 'local',
          frequency: { minutes: 5 },
          initialDelay: { minutes: 5 },
          timeout: { minutes: 1 },
          signal,
          fn: taskSignal => source.refresh(taskSignal),
        });
        break;
      }
      default:
        throw new Error(
          `Unknown location ${JSON.stringify(location satisfies never)}`,
        );
    }
  }
  return sources;
}

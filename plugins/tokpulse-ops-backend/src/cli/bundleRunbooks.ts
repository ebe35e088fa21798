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

import path from 'node:path';
import type { UrlReaderService } from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import type { ActionDescriptor } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { readRunbookLocations, type RunbookLocation } from '../opsConfig';
import { readBundleConfig } from '../runbooks/bundle/bundleConfig';
import { writeWhole } from '../runbooks/bundle/BundleFile';
import { renderBundle } from '../runbooks/bundle/renderBundle';
import { DirectorySource } from '../runbooks/DirectorySource';
import type { RunbookSource } from '../runbooks/RunbookSource';
import { readShelfEntry, type ShelfEntry } from '../runbooks/ShelfEntry';
import { UrlSource } from '../runbooks/UrlSource';
import { configuredServices } from './configuredServices';

/** Where the bundle goes when nobody says. */
const DEFAULT_FILE = 'runbooks.html';

/** What was written. */
export interface WrittenBundle {
  /** Absolute. */
  readonly path: string;
  readonly runbooks: number;
  /** Runbooks with errors, which are in it as they are written. */
  readonly withErrors: readonly string[];
}

/**
 * Writes all runbooks as one page: those of the configuration, or those of
 * ./runbooks without one.
 */
export async function bundleRunbooks(options: {
  readonly workingDirectory: string;
  readonly config: Config | undefined;
  /** Relative to the working directory; default: `tokpulseOps.bundle.path`. */
  readonly out: string | undefined;
  readonly actions: readonly ActionDescriptor[];
  readonly createUrlReader: (config: Config) => UrlReaderService;
}): Promise<WrittenBundle> {
  const { workingDirectory, config, actions } = options;
  const { path: configured, contacts } = config
    ? readBundleConfig(config)
    : { path: undefined, contacts: [] };
  const services = configuredServices(config) ?? [];
  const entries = new Map<string, ShelfEntry>();
  for (const source of sources(options)) {
    for (const file of await source.read()) {
      const entry = readShelfEntry({ file, actions, services });
      if (!entries.has(entry.summary.id)) {
        entries.set(entry.summary.id, entry);
      }
    }
  }
  const content = { entries: [...entries.values()], actions, contacts };
  const target = path.resolve(
    workingDirectory,
    options.out ?? configured ?? DEFAULT_FILE,
  );
  await writeWhole(target, renderBundle(content, new Date()));
  return {
    path: target,
    runbooks: entries.size,
    withErrors: content.entries
      .filter(({ runbook }) => runbook === undefined)
      .map(({ summary }) => summary.id),
  };
}

function sources(options: {
  readonly workingDirectory: string;
  readonly config: Config | undefined;
  readonly createUrlReader: (config: Config) => UrlReaderService;
}): readonly RunbookSource[] {
  const { workingDirectory, config, createUrlReader } = options;
  const inFolder = (folder: string) =>
    new DirectorySource({ directory: path.resolve(workingDirectory, folder) });
  if (config === undefined) {
    return [inFolder('runbooks')];
  }
  return readRunbookLocations(config).map((location: RunbookLocation) => {
    switch (location.type) {
      case 'directory':
        return inFolder(location.path);
      case 'url':
        return new UrlSource({
          url: location.target,
          reader: createUrlReader(config),
        });
      default:
        throw new Error(
          `Unknown location ${JSON.stringify(location satisfies never)}`,
        );
    }
  });
}

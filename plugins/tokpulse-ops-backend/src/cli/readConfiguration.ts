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

import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '@backstage/config';
import { ConfigSources } from '@backstage/config-loader';

/** A configuration file that was named and that cannot be read. */
export class ConfigNotReadError extends Error {
  constructor(cause: unknown) {
    super(
      `The configuration cannot be read: ${
        cause instanceof Error ? cause.message : String(cause)
      }`,
      { cause },
    );
    this.name = 'ConfigNotReadError';
  }
}

/**
 * The configuration as the backend reads it: the files named, or app-config.yaml
 * and app-config.local.yaml.
 *
 * @returns undefined when no file was named and there is no app-config.yaml
 * @throws ConfigNotReadError
 */
export async function readConfiguration(options: {
  readonly workingDirectory: string;
  readonly configPaths: readonly string[];
}): Promise<Config | undefined> {
  const { workingDirectory, configPaths } = options;
  if (
    configPaths.length === 0 &&
    !existsSync(path.join(workingDirectory, 'app-config.yaml'))
  ) {
    return undefined;
  }
  try {
    const config = await ConfigSources.toConfig(
      ConfigSources.default({
        rootDir: workingDirectory,
        watch: false,
        argv: configPaths.flatMap(file => [
          '--config',
          path.resolve(workingDirectory, file),
        ]),
      }),
    );
    config.close();
    return config;
  } catch (error) {
    throw new ConfigNotReadError(error);
  }
}

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

import type { Config } from '@backstage/config';
import { ConfigNotReadError } from './readConfiguration';

/**
 * Ids of the services in `tokpulseOps.services`.
 *
 * @returns undefined without a configuration, so that runbooks can be checked
 *   far from any portal
 * @throws ConfigNotReadError
 */
export function configuredServices(
  config: Config | undefined,
): readonly string[] | undefined {
  try {
    return (
      config && (config.getOptionalConfig('tokpulseOps.services')?.keys() ?? [])
    );
  } catch (error) {
    throw new ConfigNotReadError(error);
  }
}

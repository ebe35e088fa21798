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

import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { opsRoles, readOpsRoles } from './roles';
import { TokPulseOpsPortalPolicy } from './TokPulseOpsPortalPolicy';

/** Installs {@link TokPulseOpsPortalPolicy} as the policy of the backend. */
export const permissionModuleTokpulseOps = createBackendModule({
  pluginId: 'permission',
  moduleId: 'tokpulse-ops',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        logger: coreServices.logger,
        policy: policyExtensionPoint,
      },
      async init({ config, logger, policy }) {
        const roles = readOpsRoles(config);
        if (opsRoles.every(role => roles[role].length === 0)) {
          logger.warn(
            'Nobody may use TokPulse Ops: tokpulseOps.roles names no group',
          );
        }
        policy.setPolicy(new TokPulseOpsPortalPolicy({ roles }));
      },
    });
  },
});

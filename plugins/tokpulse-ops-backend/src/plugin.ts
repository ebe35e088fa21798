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
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import {
  breakGlassPermission,
  customerReadPermission,
  customerRevealPermission,
  evidenceReadPermission,
  incidentAcknowledgePermission,
  lockStealPermission,
  runbookReadPermission,
  runControlPermission,
  runCreatePermission,
  runReadPermission,
  serviceReadPermission,
  stepApprovePermission,
  subscriptionReadPermission,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  healthFormatsExtensionPoint,
  runbookActionsExtensionPoint,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { version } from '../package.json';
import {
  runResourceRef,
  runRules,
  serviceResourceRef,
  serviceRules,
} from './access';
import { builtInActions, RegisteredActions } from './actions';
import { Availability } from './Availability';
import { RegisteredHealthFormats } from './health';
import { openApplication } from './openApplication';
import { readOpsConfig, type OpsConfig } from './opsConfig';
import { UnavailableError } from './problems';
import { createRouter } from './router/createRouter';

/** The backend of TokPulse Ops. */
export const tokpulseOpsPlugin = createBackendPlugin({
  pluginId: 'tokpulse-ops',
  register(env) {
    // Built-in ones first, so that a module which takes one of their ids fails alone.
    let notifications: typeof notificationService.T | undefined;
    const actions = new RegisteredActions(
      builtInActions({
        notifications: {
          send: async notification => notifications?.send(notification),
        },
      }),
    );
    env.registerExtensionPoint({
      extensionPoint: runbookActionsExtensionPoint,
      factory: () => ({ addActions: (...added) => actions.add(...added) }),
    });
    const healthFormats = new RegisteredHealthFormats();
    env.registerExtensionPoint({
      extensionPoint: healthFormatsExtensionPoint,
      factory: ({ reportModuleStartupFailure }) => ({
        addFormats: (...added) => {
          try {
            healthFormats.add(...added);
          } catch (error) {
            // It fails the module that brought them, and nothing else.
            reportModuleStartupFailure({ error: toError(error) });
          }
        },
      }),
    });

    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        urlReader: coreServices.urlReader,
        userInfo: coreServices.userInfo,
      },
      async init(deps) {
        const { config, httpRouter, lifecycle, permissionsRegistry } = deps;
        notifications = deps.notifications;

        const opsConfig = readConfig(config);
        const availability = new Availability({
          logger: deps.logger,
          opsConfig,
          open: async () => {
            if (opsConfig instanceof UnavailableError) {
              throw opsConfig;
            }
            return openApplication({
              ...{ ...deps, actions, healthFormats, opsConfig },
              notify: notification => deps.notifications.send(notification),
            });
          },
        });

        permissionsRegistry.addPermissions([runbookReadPermission]);
        permissionsRegistry.addResourceType({
          resourceRef: serviceResourceRef,
          permissions: [
            serviceReadPermission,
            runCreatePermission,
            incidentAcknowledgePermission,
            subscriptionReadPermission,
            customerReadPermission,
            customerRevealPermission,
          ],
          rules: Object.values(serviceRules),
          getResources: ids => availability.opened().serviceResources(ids),
        });
        permissionsRegistry.addResourceType({
          resourceRef: runResourceRef,
          permissions: [
            runReadPermission,
            runControlPermission,
            stepApprovePermission,
            breakGlassPermission,
            lockStealPermission,
            evidenceReadPermission,
          ],
          rules: Object.values(runRules),
          getResources: ids => availability.opened().runResources(ids),
        });

        httpRouter.use(
          createRouter({
            ...deps,
            version,
            application: () => availability.application(),
            status: () => availability.status(),
          }),
        );
        lifecycle.addStartupHook(() => availability.start());
        lifecycle.addShutdownHook(() => availability.stop());
      },
    });
  },
});

/** A wrong key keeps this plugin from working, and no other. */
function readConfig(
  config: Parameters<typeof readOpsConfig>[0],
): OpsConfig | UnavailableError {
  try {
    return readOpsConfig(config, { nodeEnv: process.env.NODE_ENV });
  } catch (error) {
    return new UnavailableError({
      code: 'invalid-configuration',
      message: error instanceof Error ? error.message : String(error),
      nextStep: 'Correct app-config and restart the backend',
    });
  }
}

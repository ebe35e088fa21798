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
  createServiceFactory,
  type HttpAuthService,
} from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';

/**
 * The mock forgets which plugin acts for a user, and the permission system
 * answers conditionally to plugins only.
 */
export const actingHttpAuth = createServiceFactory({
  service: coreServices.httpAuth,
  deps: { plugin: coreServices.pluginMetadata },
  factory({ plugin }): HttpAuthService {
    const base = mockServices.httpAuth({ pluginId: plugin.getId() });
    const credentials: HttpAuthService['credentials'] = async (
      req,
      options,
    ) => {
      const found = await base.credentials(req, options);
      const { principal } = found;
      const isUser =
        typeof principal === 'object' &&
        principal !== null &&
        'type' in principal &&
        principal.type === 'user';
      const isOfPlugin = req.headers.authorization?.startsWith(
        `Bearer ${mockCredentials.service.token()}:`,
      );
      const actor = mockCredentials.service('plugin:some').principal;
      return isUser && isOfPlugin
        ? { ...found, principal: { ...principal, actor } }
        : found;
    };
    return {
      credentials,
      issueUserCookie: (res, options) => base.issueUserCookie(res, options),
    };
  },
});

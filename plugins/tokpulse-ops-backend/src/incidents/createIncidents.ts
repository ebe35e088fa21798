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

import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { PluginStatus } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { Notices, type SendNotification } from '../approvals/Notices';
import type { ServiceCollector } from '../observations/collect';
import { ObservationFeed } from '../observations/live/ObservationFeed';
import { Markers } from '../observations/markers';
import type { ObservationStore } from '../observations/ObservationStore';
import { HealthViews } from '../observations/views/HealthViews';
import type { RunbookShelf } from '../runbooks/RunbookShelf';
import { isConnectionError } from '../runs/connectionErrors';
import type { Database } from '../runs/Database';
import type { Listener } from '../runs/Listener';
import type { Redactor } from '../runs/types';
import type { ConfiguredServices } from '../services';
import type { MailConfig } from './alerts/alertsConfig';
import {
  channelNotices,
  createAlertChannels,
} from './alerts/createAlertChannels';
import { Incidents } from './Incidents';
import { Suggestions } from './Suggestions';

/** Incidents, who is told of them, and the views that show them. */
export interface IncidentParts {
  readonly incidents: Incidents;
  readonly health: HealthViews;
  /** Open it when the listener is open, close it before. */
  readonly feed: ObservationFeed;
  /** All messages of the plugin; the engine sends and closes it. */
  readonly notices: Notices;
  /** What the pages say about ways in which nobody can be told. */
  channelNotices(): Promise<PluginStatus['notices']>;
}

/** Puts together what becomes of observations. */
export function createIncidents(options: {
  readonly database: Database;
  readonly services: ConfiguredServices;
  readonly store: ObservationStore;
  readonly collector: ServiceCollector;
  readonly shelf: Pick<RunbookShelf, 'list'>;
  readonly listener: Listener;
  readonly redactor: Redactor;
  readonly catalog: Pick<CatalogService, 'getEntitiesByRefs'>;
  readonly auth: Pick<AuthService, 'getOwnServiceCredentials'>;
  readonly config: Config;
  readonly mail: MailConfig | undefined;
  readonly notify: SendNotification;
  readonly logger: LoggerService;
}): IncidentParts {
  const { database, services, store, collector, shelf, logger } = options;
  const { config, notify, listener, redactor } = options;
  const notices = new Notices({
    ...{ database, logger },
    send: notify,
    channels: createAlertChannels({
      ...options,
      send: notify,
      baseUrl: (config.getOptionalString('app.baseUrl') ?? '').replace(
        /\/+$/,
        '',
      ),
    }),
  });
  const markers = new Markers({ database });
  const suggestions = new Suggestions({ shelf });
  const incidents = new Incidents({
    ...{ database, services, suggestions, markers, notices, redactor, logger },
  });
  return {
    incidents,
    notices,
    health: new HealthViews({
      ...{ store, collector, incidents, suggestions, markers, logger },
    }),
    feed: new ObservationFeed({ store, listener, logger }),
    async channelNotices() {
      try {
        return channelNotices(await notices.troubled());
      } catch (error) {
        if (!isConnectionError(error)) {
          throw error;
        }
        // That the database is away is said elsewhere.
        return [];
      }
    },
  };
}

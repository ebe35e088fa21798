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
  RESOURCE_TYPE_RUN,
  RESOURCE_TYPE_SERVICE,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { createPermissionResourceRef } from '@backstage/plugin-permission-node';
import type { RunVisibility } from '../runs/types';

/** What permission rules see of a configured service. */
export interface ServiceResource {
  readonly id: string;
  /** Entity refs that the configuration lists for it. */
  readonly entities: readonly string[];
}

/** A permission filter of services, which are few and held in memory. */
export type ServiceQuery =
  | { readonly ids: readonly string[] }
  | { readonly entityRefs: readonly string[] };

/** What permission rules see of a run. */
export interface RunResource {
  readonly id: string;
  readonly service: string;
  /** Entity ref of the person who started it. */
  readonly requestedBy: string;
  /** Entity ref of the person who leads it now. */
  readonly lead: string;
}

/** Leaves of {@link RunVisibility}; the permission criteria are its branches. */
export type RunQuery = Extract<
  RunVisibility,
  | { services: unknown }
  | { requestedBy: unknown }
  | { lead: unknown }
  | { partOf: unknown }
>;

/** For rules about services. */
export const serviceResourceRef = createPermissionResourceRef<
  ServiceResource,
  ServiceQuery
>().with({ pluginId: 'tokpulse-ops', resourceType: RESOURCE_TYPE_SERVICE });

/** For rules about runs. */
export const runResourceRef = createPermissionResourceRef<
  RunResource,
  RunQuery
>().with({ pluginId: 'tokpulse-ops', resourceType: RESOURCE_TYPE_RUN });

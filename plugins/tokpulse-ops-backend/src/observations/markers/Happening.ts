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

import type { Marker } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { RunResource } from '../../access/resources';

/** A marker with what sentences say of it. */
export interface Happening extends Omit<Marker, 'at'> {
  readonly at: Date;
  /** The host whose process it is about. */
  readonly host?: string;
  /** Of the process that began, by its own account. */
  readonly version?: string;
  /** Of a run: what decides who may know of it. */
  readonly run?: RunResource;
}

/** As the pages get it. */
export function toMarker({ at, kind, label, runId }: Happening): Marker {
  return { at: at.toISOString(), kind, label, ...(runId && { runId }) };
}

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

import type { Collection } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { SavedObservation } from '../ObservationStore';

/** What views and routes may ask of the collector. */
export interface ServiceCollector {
  /**
   * Asks the service now, unless somebody else is just doing so or did so a
   * moment ago: however many ask, in however many replicas, the service is
   * asked once in the smallest spacing that its request budget allows. A host
   * that wants to be left alone (`Retry-After`) is, and the last observation is
   * the answer.
   *
   * @throws `NotFoundError` when the service is not configured
   */
  refresh(serviceId: string): Promise<SavedObservation>;
  /** How the readings of a service come in. */
  collection(serviceId: string): Promise<Collection>;
  /** The same of several services at once; those that are not configured are left out. */
  collections(
    serviceIds: readonly string[],
  ): Promise<ReadonlyMap<string, Collection>>;
}

/**
 * Is told of every observation after it was saved, once in all replicas and one
 * after the other for each service.
 */
export type ObservationFollower = (saved: SavedObservation) => Promise<void>;

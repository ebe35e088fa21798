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

import type { JsonObject } from '@backstage/types';
import type { KeptMetric, Reading } from './ObservationStore';

/**
 * What one endpoint of one host (`/performance`, `/metrics`) brought in one
 * collection; the collector puts it into the observation. Nothing in it is
 * private: addresses, browsers, query texts and unknown labels are gone.
 */
export interface EndpointFigures {
  readonly readings: readonly Reading[];
  readonly metrics: readonly KeptMetric[];
  /**
   * For `latest[host][endpoint]`. It is there also when there are no figures,
   * and then says why; undefined: the host has no such endpoint configured.
   */
  readonly latest?: JsonObject;
}

/** The figures of a host that has no such endpoint configured. */
export const noFigures: EndpointFigures = { readings: [], metrics: [] };

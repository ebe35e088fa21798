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

/**
 * Channel on which every replica tells the others, after the commit, of which
 * services there are new observations. The payload is read by
 * {@link readObservationsPayload}.
 */
export const observationsChannel = 'tokpulse_ops_observations';

/** PostgreSQL takes payloads of less than 8,000 bytes. */
const MAX_PAYLOAD_BYTES = 7_000;

/** Ids of services as payloads, as few as they fit into. */
export function observationsPayloads(
  services: readonly string[],
): readonly string[] {
  const payloads: string[] = [];
  let page: string[] = [];
  let bytes = 0;
  for (const service of services) {
    const size = Buffer.byteLength(JSON.stringify(service)) + 1;
    if (page.length > 0 && bytes + size > MAX_PAYLOAD_BYTES) {
      payloads.push(JSON.stringify(page));
      page = [];
      bytes = 0;
    }
    page.push(service);
    bytes += size;
  }
  return page.length > 0 ? [...payloads, JSON.stringify(page)] : payloads;
}

/**
 * The ids of the services with new observations; empty for what a replica of
 * another version may have sent.
 */
export function readObservationsPayload(payload: string): readonly string[] {
  try {
    const parsed: unknown = JSON.parse(payload);
    return Array.isArray(parsed)
      ? parsed.filter(one => typeof one === 'string')
      : [];
  } catch {
    return [];
  }
}

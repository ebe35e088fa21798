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

import type { SubscriptionAnomaly } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { z } from 'zod';
import { foreignCursor } from './problems';
import type { SubscriptionRow } from './rows';
import type { PagePosition } from './schema/pageOfSubscriptions';

const positionSchema = z.strictObject({
  id: z.string().min(1).max(200),
  at: z
    .string()
    .refine(text => !Number.isNaN(Date.parse(text.replace(' ', 'T'))))
    .nullable()
    .optional(),
});

/** Whether the list of an anomaly is in the order of a time. */
function isByTime(anomaly: SubscriptionAnomaly | undefined): boolean {
  return (
    anomaly === 'trial-over' ||
    anomaly === 'period-over' ||
    anomaly === 'past-due'
  );
}

/** Where the page behind a row begins. */
export function cursorBehind(
  row: SubscriptionRow,
  anomaly: SubscriptionAnomaly | undefined,
): string {
  const position: PagePosition = {
    id: row.id,
    ...(isByTime(anomaly) && { at: row.position ?? null }),
  };
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** Throws `InputError` for a cursor of another list. */
export function parsePosition(
  cursor: string,
  anomaly: SubscriptionAnomaly | undefined,
): PagePosition {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw foreignCursor();
  }
  const parsed = positionSchema.safeParse(value);
  if (!parsed.success || isByTime(anomaly) !== (parsed.data.at !== undefined)) {
    throw foreignCursor();
  }
  return parsed.data;
}

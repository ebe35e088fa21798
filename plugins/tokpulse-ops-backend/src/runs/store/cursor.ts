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

import { InputError } from '@backstage/errors';
import { isUuid } from './PostgresPlanStore';

/** One page of a list that is ordered by id, and where the next one begins. */
export function toPage<TItem extends { readonly id: string }>(
  found: readonly TItem[],
  limit: number,
): { readonly items: TItem[]; readonly nextCursor?: string } {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    nextCursor:
      found.length > limit && last !== undefined
        ? Buffer.from(last.id).toString('base64url')
        : undefined,
  };
}

/** The id that a cursor stands for; `what` names the list in the error. */
export function parseCursor(cursor: string, what: string): string {
  const id = Buffer.from(cursor, 'base64url').toString('utf8');
  if (!isUuid(id)) {
    throw new InputError(
      `The cursor of the list of ${what} is not one of ours`,
    );
  }
  return id;
}

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

import type { Queryable } from '../src/runs/Database';
import type { ApplyChange } from '../src/runs/RunWriter';
import { applyChange } from '../src/runs/store/applyChange';

/** Ways of writing that the engine's tests have to catch. */
export type Broken = 'no-fence' | 'no-intent';

/** A negative control: the engine without one of its safeguards. */
export function brokenApply(broken: Broken): ApplyChange {
  switch (broken) {
    case 'no-fence':
      return async (db, change) => {
        const current = await readPosition(db, change.runId);
        return applyChange(db, { ...change, ...current });
      };
    case 'no-intent': {
      const remembered = new Map<string, number>();
      return async (db, change) => {
        const behind = remembered.get(change.runId) ?? 0;
        if (change.attempts?.start !== undefined) {
          // The driver goes on as if the intent had been committed.
          remembered.set(change.runId, behind + 1);
          return { ...change, at: new Date(), cancelRequested: false };
        }
        return applyChange(db, { ...change, writes: change.writes - behind });
      };
    }
    default: {
      const never: never = broken;
      throw new Error(`Unexpected '${never}'`);
    }
  }
}

async function readPosition(db: Queryable, runId: string) {
  const [row] = await db.query<{ fence: string; writes: string }>(
    {
      name: 'broken_position',
      text: 'select fence, writes from runs where id = $1::uuid for update',
    },
    [runId],
  );
  return { fence: Number(row.fence), writes: Number(row.writes) };
}

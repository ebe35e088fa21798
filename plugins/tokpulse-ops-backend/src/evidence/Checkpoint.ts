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

import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '../runs/canonicalJson';

const hex = z.string().regex(/^[0-9a-f]{64}$/);

/** Where the chains of some runs ended at one moment, chained in its turn. */
export const checkpointSchema = z.object({
  /** 1-based and without gaps. */
  number: z.number().int().positive(),
  /** ISO 8601, UTC, from the database's clock. */
  at: z.string(),
  /** Runs that went on since the checkpoint before, by id. */
  heads: z.array(
    z.object({ runId: z.string(), seq: z.number().int(), mac: hex }),
  ),
  /** Code of the checkpoint before; null for the first one. */
  previous: hex.nullable(),
  mac: hex,
});
export type Checkpoint = z.infer<typeof checkpointSchema>;

/** HMAC-SHA-256, in hex, over the checkpoint and the code of the one before. */
export function checkpointMac(
  key: Buffer,
  checkpoint: Omit<Checkpoint, 'mac'>,
): string {
  const { number, at, heads, previous } = checkpoint;
  return createHmac('sha256', key)
    .update(
      canonicalJson({
        kind: 'checkpoint',
        previous,
        number,
        at,
        heads: heads.map(({ runId, seq, mac }) => ({ runId, seq, mac })),
      }),
    )
    .digest('hex');
}

/** Whether a checkpoint is what was written when it was taken. */
export function isAuthentic(key: Buffer, checkpoint: Checkpoint): boolean {
  return checkpointMac(key, checkpoint) === checkpoint.mac;
}

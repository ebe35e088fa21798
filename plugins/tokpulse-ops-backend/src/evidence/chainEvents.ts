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
import type { JsonValue } from '@backstage/types';
import { canonicalJson } from '../runs/canonicalJson';
import type { NewEvent } from '../runs/store/records';
import { storableJson } from '../runs/store/storableJson';
import type { EventHead } from './EventHead';

/** What the code of an event covers, beside the code of the event before it. */
export interface ChainedContent {
  readonly runId: string;
  readonly seq: number;
  /** ISO 8601, UTC, with milliseconds. */
  readonly at: string;
  readonly actor: string;
  /** As it is read back from a jsonb column. */
  readonly body: JsonValue;
}

/**
 * HMAC-SHA-256 over the code of the event before and over the event itself, so
 * that nothing before an event can change without its code being wrong.
 */
export function eventMac(options: {
  readonly key: Buffer;
  /** Code of the event before; null for the first one that has a code. */
  readonly previous: Buffer | null;
  readonly content: ChainedContent;
}): Buffer {
  const { runId, seq, at, actor, body } = options.content;
  const hmac = createHmac('sha256', options.key);
  if (options.previous !== null) {
    hmac.update(options.previous);
  }
  return hmac.update(canonicalJson({ runId, seq, at, actor, body })).digest();
}

/** Events with their numbers, their time and their codes, ready to be written. */
export interface ChainedEvents {
  /** For `insertChainedEvents`. */
  readonly json: string;
  /** What the row of the run has to hold from now on. */
  readonly head: EventHead;
}

/**
 * Gives events their place in the chain of their run. The one way for every
 * writer of `run_events`: the statement that writes them must be refused when
 * the run's `seq` is no longer that of `head`, since they would not fit then.
 */
export function chainEvents(options: {
  readonly key: Buffer;
  readonly runId: string;
  readonly head: EventHead;
  /** The database's time, as the writer knows it. */
  readonly at: Date;
  readonly events: readonly NewEvent[];
}): ChainedEvents {
  const { key, runId, events } = options;
  if (events.length === 0) {
    return { json: '[]', head: options.head };
  }
  // Writers know the time to within a round trip; that of a run never runs back.
  const at = new Date(
    Math.max(options.at.getTime(), options.head.at?.getTime() ?? -Infinity),
  );
  const time = at.toISOString();
  let { seq, mac } = options.head;
  const items: string[] = [];
  for (const { actor, body } of events) {
    const text = storableJson(body);
    seq += 1;
    mac = eventMac({
      key,
      previous: mac,
      content: { runId, seq, at: time, actor, body: JSON.parse(text) },
    });
    const bytes = Buffer.byteLength(text);
    items.push(
      `{"seq":${seq},"at":"${time}","actor":${JSON.stringify(actor)},` +
        `"bytes":${bytes},"mac":"${mac.toString('hex')}","body":${text}}`,
    );
  }
  return { json: `[${items.join(',')}]`, head: { seq, mac, at } };
}

/**
 * Part of a statement: inserts events in the form of {@link ChainedEvents},
 * given as its parameter of this number, for the row that `run` returned.
 */
export function insertChainedEvents(parameter: number): string {
  return `
      insert into run_events
        (run_id, seq, at, actor, body, bytes, first_line, line_count, mac)
      select
        run.id,
        (e.value ->> 'seq')::bigint,
        (e.value ->> 'at')::timestamptz,
        e.value ->> 'actor',
        e.value -> 'body',
        (e.value ->> 'bytes')::integer,
        (e.value -> 'body' ->> 'firstLine')::bigint,
        jsonb_array_length(e.value -> 'body' -> 'lines'),
        decode(e.value ->> 'mac', 'hex')
      from run, jsonb_array_elements($${parameter}::jsonb) as e (value)`;
}

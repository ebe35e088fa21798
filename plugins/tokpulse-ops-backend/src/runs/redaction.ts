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

import type { JsonValue } from '@backstage/types';
import { PatternAutomaton } from './PatternAutomaton';
import { wellFormed } from './steps/json';
import type { Redactor } from './types';

/** What stands where a secret was. */
export const REDACTED = '[redacted]';

/** Shorter secrets would blank out ordinary words. */
const SHORTEST_SECRET = 4;

/** A line of a secret with several lines is a secret of its own from here on. */
const SHORTEST_LINE = 8;

/**
 * Removes secrets from everything before it is stored: as they are, in base64
 * (at each of its three alignments), base64url, hex, percent-encoding, and as
 * JSON text. One pass over the text, whatever the number of secrets.
 */
export function createRedactor(options: {
  readonly secrets: readonly string[];
}): Redactor {
  const automaton = PatternAutomaton.create(
    options.secrets
      .flatMap(linesOf)
      .filter(secret => secret.length >= SHORTEST_SECRET)
      .flatMap(variantsOf),
  );

  const text = (value: string): string => {
    if (!automaton.occursIn(value)) {
      return value;
    }
    const stream = createStream(automaton);
    return stream.write(value) + stream.end();
  };
  const json = (value: JsonValue): JsonValue => {
    if (typeof value === 'string') {
      return text(value);
    }
    if (typeof value === 'number') {
      const written = String(value);
      const redacted = text(written);
      return redacted === written ? value : redacted;
    }
    if (Array.isArray(value)) {
      return value.map(json);
    }
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(
        Object.entries(value).flatMap(([key, item]) =>
          item === undefined ? [] : [[text(key), json(item)]],
        ),
      );
    }
    return value;
  };
  return { text, json, stream: () => createStream(automaton) };
}

/** The secret, and for one with several lines each of them. */
function linesOf(secret: string): readonly string[] {
  const lines = secret.split(/\r?\n/).filter(line => line.length > 0);
  return lines.length > 1
    ? [secret, ...lines.filter(line => line.length >= SHORTEST_LINE)]
    : [secret];
}

/** Every way of writing a secret that is looked for. */
function variantsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const hex = bytes.toString('hex');
  const escaped = JSON.stringify(secret).slice(1, -1);
  const text = wellFormed(secret);
  const percent = encodeURIComponent(text);
  // Escapes five characters more, and writes a space as a plus.
  const form = new URLSearchParams([['', text]]).toString().slice(1);
  const percents = [
    percent,
    percent.replaceAll('%20', '+'),
    percent.replaceAll(
      /[!'()*]/g,
      character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
    ),
    form,
    form.replaceAll('+', '%20'),
  ];
  const everyByte = hex.replaceAll(/../g, '%$&');
  return [
    secret,
    escaped,
    JSON.stringify(escaped).slice(1, -1),
    escaped.replaceAll('/', '\\/'),
    ...percents,
    ...percents.map(one => one.replaceAll(/%../g, code => code.toLowerCase())),
    encodeURIComponent(percent),
    everyByte,
    everyByte.toUpperCase(),
    hex,
    hex.toUpperCase(),
    ...[0, 1, 2].flatMap(offset => base64At(bytes, offset)),
  ].filter(variant => variant.length >= SHORTEST_SECRET);
}

/**
 * The base64 letters that depend on the secret alone when `offset` bytes of
 * something else come before it, in both alphabets.
 */
function base64At(bytes: Buffer, offset: number): readonly string[] {
  const padded = Buffer.concat([Buffer.alloc(offset), bytes]);
  const from = Math.ceil((offset * 8) / 6);
  const to = Math.floor((padded.length * 8) / 6);
  const standard = padded.toString('base64').slice(from, to);
  return [standard, standard.replaceAll('+', '-').replaceAll('/', '_')];
}

function createStream(automaton: PatternAutomaton): {
  write(chunk: string): string;
  end(): string;
} {
  /** What is held back, and the position of its first character. */
  let held = '';
  let heldFrom = 0;
  let state = automaton.start;
  let position = 0;
  /** Everything before this position is covered by a mark already written. */
  let coveredUntil = -1;
  /** Matches that reach beyond `heldFrom`, as merged, ordered ranges. */
  let matches: { from: number; to: number }[] = [];

  const scan = (chunk: string) => {
    for (let index = 0; index < chunk.length; index += 1) {
      state = automaton.next(state, chunk.charCodeAt(index));
      position += 1;
      const length = automaton.longestMatch(state);
      if (length > 0) {
        let from = position - length;
        while (matches.length > 0 && matches[matches.length - 1].to >= from) {
          from = Math.min(from, matches[matches.length - 1].from);
          matches.pop();
        }
        matches.push({ from, to: position });
      }
    }
  };

  /** Writes what is certain: everything before `boundary`. */
  const flush = (boundary: number): string => {
    let output = '';
    let at = heldFrom;
    const copyUntil = (end: number) => {
      const from = Math.max(at, coveredUntil);
      if (end > from) {
        output += held.slice(from - heldFrom, end - heldFrom);
      }
      at = Math.max(at, end);
    };
    for (const match of matches) {
      if (match.from >= boundary) {
        break;
      }
      copyUntil(match.from);
      if (match.to > coveredUntil) {
        // A match that touches the last mark belongs to it.
        output += coveredUntil >= match.from ? '' : REDACTED;
        coveredUntil = match.to;
      }
      at = Math.max(at, match.to);
    }
    copyUntil(boundary);
    held = held.slice(boundary - heldFrom);
    heldFrom = boundary;
    matches = matches.filter(match => match.to > boundary);
    return output;
  };

  return {
    write(chunk) {
      held += chunk;
      scan(chunk);
      return flush(position - automaton.depth(state));
    },
    end() {
      const output = flush(position);
      state = automaton.start;
      coveredUntil = -1;
      return output;
    },
  };
}

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

import type { JsonObject, JsonValue } from '@backstage/types';
import { EVENT_ID, getScalarValue, SCALAR_STYLE, type Event } from 'js-yaml';
import { setOwn } from '../ownProperty';
import { yamlFault as fault, type YamlFault } from './faults';
import type { YamlPosition, YamlResult } from './readYaml';
import { resolvePlainScalar } from './scalar';

type ScalarEvent = Extract<Event, { type: typeof EVENT_ID.SCALAR }>;

/** The positions in a list or mapping, by index or key. */
type Positions = Map<string | number, YamlPosition>;

const quoteIt = 'Put a text that begins with & * or ! in quotes';

/** Reads the events of one document into JSON. */
export class YamlReader {
  readonly #text: string;
  readonly #events: readonly Event[];
  readonly #faults: YamlFault[] = [];
  readonly #positions: Map<object, Positions> | undefined;
  #next = 0;

  constructor(
    text: string,
    events: readonly Event[],
    options: { readonly trackPositions: boolean },
  ) {
    this.#text = text;
    this.#events = events;
    this.#positions = options.trackPositions ? new Map() : undefined;
  }

  read(): YamlResult {
    const documents = this.#events.filter(
      event => event.type === EVENT_ID.DOCUMENT,
    );
    if (documents.length > 1 || documents[0]?.directives.length > 0) {
      this.#faults.push(
        fault(
          'unsupported-yaml',
          0,
          'A block holds one YAML document without directives',
          'Remove --- and % lines',
        ),
      );
    }
    this.#next = 1;
    const value = documents.length === 0 ? null : this.#readNode();
    return this.#faults.length === 0
      ? { ok: true, value, positions: this.#positions ?? new Map() }
      : { ok: false, faults: this.#faults };
  }

  #readNode(): JsonValue {
    const event = this.#events[this.#next];
    this.#next += 1;
    switch (event.type) {
      case EVENT_ID.SCALAR:
        this.#refuseProperties(event);
        return this.#readScalar(event);
      case EVENT_ID.SEQUENCE:
        this.#refuseProperties(event);
        return this.#readSequence();
      case EVENT_ID.MAPPING:
        this.#refuseProperties(event);
        return this.#readMapping();
      case EVENT_ID.ALIAS:
        this.#refuse(event.anchorStart - 1, 'An alias (*)', quoteIt);
        return null;
      default:
        return null;
    }
  }

  #readScalar(event: ScalarEvent): JsonValue {
    const text = event.valueStart < 0 ? '' : getScalarValue(this.#text, event);
    if (event.style !== SCALAR_STYLE.PLAIN) {
      return text;
    }
    const scalar = resolvePlainScalar(text);
    if (scalar.ok) {
      return scalar.value;
    }
    this.#faults.push(
      fault(
        'invalid-value',
        event.valueStart,
        scalar.message,
        `Put it in quotes: "${text}"`,
      ),
    );
    return null;
  }

  #readSequence(): JsonValue[] {
    const items: JsonValue[] = [];
    const positions = this.#track(items);
    while (!this.#atEnd()) {
      const offset = Math.max(0, this.#offset());
      positions?.set(items.length, { key: offset, value: offset });
      items.push(this.#readNode());
    }
    return items;
  }

  #readMapping(): JsonObject {
    const object: JsonObject = {};
    const positions = this.#track(object);
    while (!this.#atEnd()) {
      const keyOffset = Math.max(0, this.#offset());
      const key = this.#readKey();
      const valueOffset = this.#offset();
      const value = this.#readNode();
      if (key === undefined) {
        continue;
      }
      if (Object.hasOwn(object, key)) {
        this.#faults.push(
          fault(
            'duplicate-key',
            keyOffset,
            `"${key}" is there twice`,
            'Remove one of them',
          ),
        );
      }
      positions?.set(key, {
        key: keyOffset,
        value: valueOffset < 0 ? keyOffset : valueOffset,
      });
      setOwn(object, key, value);
    }
    return object;
  }

  /** The key as it is written: `1: a` has the key "1". */
  #readKey(): string | undefined {
    const event = this.#events[this.#next];
    if (event.type !== EVENT_ID.SCALAR) {
      const offset = this.#offset();
      this.#readNode();
      this.#refuse(offset, 'A key that is a list, a mapping or an alias');
      return undefined;
    }
    this.#next += 1;
    this.#refuseProperties(event);
    const key = event.valueStart < 0 ? '' : getScalarValue(this.#text, event);
    if (key === '__proto__') {
      this.#refuse(event.valueStart, 'The key __proto__');
    }
    if (key === '<<' && event.style === SCALAR_STYLE.PLAIN) {
      this.#refuse(event.valueStart, 'A merge key (<<)');
    }
    return key;
  }

  /** Anchors make a value appear elsewhere; tags change what it means. */
  #refuseProperties(event: {
    readonly anchorStart: number;
    readonly tagStart: number;
  }): void {
    if (event.anchorStart >= 0) {
      this.#refuse(event.anchorStart - 1, 'An anchor (&)', quoteIt);
    }
    if (event.tagStart >= 0) {
      this.#refuse(event.tagStart, 'A tag (!)', quoteIt);
    }
  }

  #refuse(offset: number, what: string, fix = 'Write the value out'): void {
    this.#faults.push(
      fault(
        'unsupported-yaml',
        Math.max(0, offset),
        `${what} is not allowed in a runbook`,
        fix,
      ),
    );
  }

  #track(value: object): Positions | undefined {
    if (this.#positions === undefined) {
      return undefined;
    }
    const positions: Positions = new Map();
    this.#positions.set(value, positions);
    return positions;
  }

  /** Where the next node stands, or a negative number for an empty one. */
  #offset(): number {
    const event = this.#events[this.#next];
    switch (event.type) {
      case EVENT_ID.SCALAR:
        return isQuoted(event) ? event.valueStart - 1 : event.valueStart;
      case EVENT_ID.SEQUENCE:
      case EVENT_ID.MAPPING:
        return event.start;
      case EVENT_ID.ALIAS:
        return event.anchorStart - 1;
      default:
        return -1;
    }
  }

  #atEnd(): boolean {
    if (this.#events[this.#next].type !== EVENT_ID.POP) {
      return false;
    }
    this.#next += 1;
    return true;
  }
}

function isQuoted({ style }: ScalarEvent): boolean {
  return (
    style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED
  );
}

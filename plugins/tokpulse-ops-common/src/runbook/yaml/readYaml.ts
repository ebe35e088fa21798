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
import { parseEvents } from 'js-yaml';
import { faultOfError, type YamlFault } from './faults';
import { YamlReader } from './YamlReader';

/** Levels of lists and mappings in a block. */
const maxDepth = 20;

/** Where a key (or item) and its value stand: characters of the block. */
export interface YamlPosition {
  readonly key: number;
  readonly value: number;
}

/** The positions in every list and mapping of a value. */
export type YamlPositions = ReadonlyMap<
  object,
  ReadonlyMap<string | number, YamlPosition>
>;

/** A block as JSON, or its faults. */
export type YamlResult =
  | {
      readonly ok: true;
      readonly value: JsonValue;
      /** By list and mapping of the value; empty unless they were asked for. */
      readonly positions: YamlPositions;
    }
  | { readonly ok: false; readonly faults: readonly YamlFault[] };

/**
 * Reads one YAML 1.2 document of plain JSON: no anchors, aliases, merge keys or
 * tags, so that a block means what it shows. Never throws.
 */
export function readYaml(
  text: string,
  options: { readonly trackPositions: boolean } = { trackPositions: false },
): YamlResult {
  try {
    const events = parseEvents(text, { maxDepth });
    return new YamlReader(text, events, options).read();
  } catch (error) {
    return { ok: false, faults: [faultOfError(error)] };
  }
}

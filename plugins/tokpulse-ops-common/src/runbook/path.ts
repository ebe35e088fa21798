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
import { getOwn } from './ownProperty';

/** The way to a value: names of own properties, and indexes into lists. */
export type Path = readonly (string | number)[];

const identifier = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const segmentPattern =
  /\.([a-zA-Z_][a-zA-Z0-9_]*)|\[(\d{1,6})\]|\["([^"\\\]]{1,200})"\]|\['([^'\\\]]{1,200})'\]/y;

/** Writes a path the way that templates and conditions do. */
export function formatPath(path: Path): string {
  return path
    .map((segment, index) => {
      if (typeof segment === 'number') {
        return `[${segment}]`;
      }
      if (!identifier.test(segment)) {
        return `[${JSON.stringify(segment)}]`;
      }
      return index === 0 ? segment : `.${segment}`;
    })
    .join('');
}

/**
 * Reads a path such as `steps.health.output.hosts[0].url` or
 * `service.labels["app.kubernetes.io/name"]`.
 *
 * @returns undefined when the text is anything else
 */
export function parsePath(text: string): Path | undefined {
  const root = /^[a-zA-Z_][a-zA-Z0-9_]*/.exec(text);
  if (root === null) {
    return undefined;
  }
  const path: (string | number)[] = [root[0]];
  segmentPattern.lastIndex = root[0].length;
  while (segmentPattern.lastIndex < text.length) {
    const match = segmentPattern.exec(text);
    if (match === null) {
      return undefined;
    }
    const [, name, index, double, single] = match;
    path.push(index === undefined ? name ?? double ?? single : Number(index));
  }
  return path;
}

/**
 * Follows a path by own properties only.
 *
 * @returns undefined when there is no value at its end
 */
export function followPath(
  value: JsonValue | undefined,
  path: Path,
): JsonValue | undefined {
  let current = value;
  for (const segment of path) {
    if (typeof current !== 'object' || current === null) {
      return undefined;
    }
    if (Array.isArray(current)) {
      current = typeof segment === 'number' ? current[segment] : undefined;
    } else {
      current = getOwn(current, String(segment));
    }
  }
  return current;
}

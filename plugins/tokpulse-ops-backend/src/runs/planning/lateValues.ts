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
import {
  references,
  substitute,
  type PlannedStep,
  type Scope,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';

/** A reference whose value is known only while the run goes on. */
export type LateValue = PlannedStep['late'][number];

/** What the run knows of itself when it has started; texts, whatever they are. */
const KNOWN_AT_START: Readonly<Record<string, string>> = {
  'run.id': '<id of the run>',
  'run.reason': '<reason given at the start>',
};

const TEMPLATE = /\$\{\{[^{}]{0,500}\}\}/g;

/** An input as far as it can be resolved before the run. */
export interface EarlyInput {
  /** With the templates of late values left as they stand. */
  readonly shown: JsonObject;
  readonly late: readonly LateValue[];
  /** Paths that do not exist and never will. */
  readonly missing: readonly string[];
  /**
   * For previews: with words in place of what the run knows of itself. Absent
   * when a value of another step is needed.
   */
  readonly complete?: JsonObject;
}

/**
 * Which paths are late, of those that templates or conditions use. What the
 * scope of a run under way has of its steps and of itself is known.
 */
export function lateAmong(
  paths: readonly string[],
  scope: Scope,
): readonly LateValue[] {
  return paths.flatMap(path => {
    const [, step] = /^steps\.([A-Za-z][A-Za-z0-9]*)/.exec(path) ?? [];
    if (step !== undefined) {
      return Object.hasOwn(scope.steps, step) ? [] : [{ path, fromStep: step }];
    }
    const [, own] = /^run\.(\w+)$/.exec(path) ?? [];
    if (own !== undefined && Object.hasOwn(scope.run, own)) {
      return [];
    }
    return Object.hasOwn(KNOWN_AT_START, path) || /^item\b/.test(path)
      ? [{ path }]
      : [];
  });
}

/** Resolves what is known now, and says what is not. */
export function resolveEarly(options: {
  readonly input: JsonObject;
  readonly untemplated: readonly string[];
  readonly scope: Scope;
}): EarlyInput {
  const { input, untemplated, scope } = options;
  const templated = Object.fromEntries(
    Object.entries(input).filter(([key]) => !untemplated.includes(key)),
  );
  const late = lateAmong(references(templated), scope);
  const latePaths = new Set(late.map(({ path }) => path));
  const missing = new Set<string>();

  const resolveText = (text: string): JsonValue => {
    const whole = substitute(text, scope);
    if (whole.ok) {
      return whole.value;
    }
    whole.missing
      .filter(path => !latePaths.has(path))
      .forEach(path => missing.add(path));
    return text.replace(TEMPLATE, template => {
      const one = substitute(template, scope);
      if (!one.ok) {
        return template;
      }
      return typeof one.value === 'string'
        ? one.value
        : JSON.stringify(one.value);
    });
  };
  const walk = (value: JsonValue): JsonValue => {
    if (typeof value === 'string') {
      return resolveText(value);
    }
    if (Array.isArray(value)) {
      return value.map(walk);
    }
    return isObject(value) ? mapValues(value, walk) : value;
  };

  const shown = mapEntries(input, (key, value) =>
    untemplated.includes(key) ? value : walk(value),
  );
  if (missing.size > 0 || late.some(({ fromStep }) => fromStep !== undefined)) {
    return { shown, late, missing: [...missing] };
  }
  const complete = substitute(input, withRunStarted(scope), { untemplated });
  return {
    shown,
    late,
    missing: [],
    ...(complete.ok &&
      isObject(complete.value) && { complete: complete.value }),
  };
}

/** An input that stands as it is: a person wrote it, or it was resolved before. */
export function literalInput(input: JsonObject): EarlyInput {
  return { shown: input, late: [], missing: [], complete: input };
}

function withRunStarted(scope: Scope): Scope {
  return {
    ...scope,
    run: {
      id: KNOWN_AT_START['run.id'],
      reason: KNOWN_AT_START['run.reason'],
      ...scope.run,
    },
  };
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mapEntries(
  object: JsonObject,
  map: (key: string, value: JsonValue) => JsonValue,
): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [
      key,
      map(key, value ?? null),
    ]),
  );
}

function mapValues(
  object: JsonObject,
  map: (value: JsonValue) => JsonValue,
): JsonObject {
  return mapEntries(object, (_key, value) => map(value));
}

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

import { jsonValueSchema } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type {
  JsonValue,
  ServiceAbout,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { ServiceAccess } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { z } from 'zod';
import { isWebPage, readEndpoint } from '../observations/readEndpoint';

/** Feature flags of a service, or why they are not known. */
export type Flags = NonNullable<ServiceAbout['flags']>;

const MAX_BYTES = 64 * 1024;
const TIMEOUT_MS = 5_000;
const CACHE_MS = 15_000;
const MAX_FLAGS = 200;
const MAX_NAME = 100;
const MAX_VALUE = 200;

type FlaggedService = Pick<ServiceAccess, 'id' | 'request'>;

/**
 * Reads feature flags through the guarded client of a service. Those who ask
 * at the same time share one reading, which stands for 15 seconds.
 */
export class FlagReader {
  readonly #cacheMs: number;
  readonly #readings = new Map<
    string,
    { readonly at: number; readonly flags: Promise<Flags> }
  >();

  constructor(options: { readonly cacheMs?: number } = {}) {
    this.#cacheMs = options.cacheMs ?? CACHE_MS;
  }

  read(service: FlaggedService, url: string): Promise<Flags> {
    const key = JSON.stringify([service.id, url]);
    const known = this.#readings.get(key);
    if (known !== undefined && Date.now() - known.at < this.#cacheMs) {
      return known.flags;
    }
    const flags = readFlags(service, url);
    this.#readings.set(key, { at: Date.now(), flags });
    return flags;
  }
}

async function readFlags(service: FlaggedService, url: string): Promise<Flags> {
  const at = new Date().toISOString();
  const answer = await readEndpoint({
    ...{ service, url, path: new URL(url).pathname, what: 'feature flags' },
    accept: 'application/json',
    maxBytes: MAX_BYTES,
    timeoutMs: TIMEOUT_MS,
  });
  if (answer.kind === 'problem') {
    return unknown(at, answer.problem);
  }
  const { body } = answer.response;
  const flags = parseFlags(body);
  if (flags === undefined) {
    return unknown(
      at,
      `The address of the flags answers with ${
        isWebPage(body) ? 'a web page' : 'something else'
      } instead of an object of flags`,
    );
  }
  if (flags.length === 0) {
    return unknown(
      at,
      'The flag service answers an empty object. It does so too when it cannot read its file, so that this does not mean that all flags are off',
    );
  }
  const shown = flags.slice(0, MAX_FLAGS);
  return {
    at,
    known: true,
    message:
      shown.length < flags.length
        ? `The first ${shown.length} of ${flags.length} flags`
        : `${flags.length} ${flags.length === 1 ? 'flag' : 'flags'}`,
    flags: shown,
  };
}

function unknown(at: string, reason: string): Flags {
  return {
    at,
    known: false,
    message: `The feature flags are not known: ${lowerFirst(reason)}`,
    flags: [],
  };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

const objectSchema = z.record(z.string(), jsonValueSchema);

/** `{"name": value}`, or the same under `flags`. Undefined: something else. */
function parseFlags(
  body: string,
): readonly { readonly name: string; readonly value: string }[] | undefined {
  const whole = objectSchema.safeParse(parseJson(body));
  if (!whole.success) {
    return undefined;
  }
  const inside = objectSchema.safeParse(whole.data.flags);
  return Object.entries(inside.success ? inside.data : whole.data).map(
    ([name, value]) => ({
      name: name.slice(0, MAX_NAME),
      value: inWords(value).slice(0, MAX_VALUE),
    }),
  );
}

function inWords(value: JsonValue): string {
  switch (value) {
    case true:
      return 'on';
    case false:
      return 'off';
    default:
      return typeof value === 'string' ? value : JSON.stringify(value);
  }
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

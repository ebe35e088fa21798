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

const allowedSchemes = new Set(['http:', 'https:', 'mailto:']);

/** Stands for the portal itself; no real host can be called so. */
const HERE = 'https://portal.invalid/';

function parse(href: string): URL | undefined {
  try {
    // The browser's own parser decides, so that no spelling can differ from
    // what a click would do.
    return new URL(href, HERE);
  } catch {
    return undefined;
  }
}

/**
 * The address if a click on it can only navigate, else an empty one. An
 * address relative to the runbook's file leads nowhere in the portal.
 */
export function safeLink(href: string): string {
  const url = parse(href);
  if (url === undefined || !allowedSchemes.has(url.protocol)) {
    return '';
  }
  const relative = url.href.startsWith(HERE) && !/^[/#]/.test(href);
  return relative ? '' : href;
}

/** The address if it is a picture on the web, else an empty one. */
export function safeImage(src: string): string {
  const url = parse(src);
  return url?.protocol === 'https:' && !url.href.startsWith(HERE) ? src : '';
}

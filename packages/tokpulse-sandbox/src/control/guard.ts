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

import { IncomingMessage } from 'node:http';

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Why a request to the control server is refused, or undefined.
 *
 * The server has no password. It listens on the loopback interface only, and
 * a page of another site, which a browser on this machine may show, must not
 * drive it: neither directly (its Origin is foreign) nor under a name that it
 * has pointed at this machine (the Host is not a loopback name).
 */
export function refusal(request: IncomingMessage): string | undefined {
  const host = request.headers.host ?? '';
  if (!isLoopbackHost(host)) {
    return 'This server answers only under a loopback name';
  }
  const { origin } = request.headers;
  if (origin !== undefined && origin !== `http://${host}`) {
    return 'Another site must not drive the sandbox';
  }
  const site = request.headers['sec-fetch-site'];
  if (site === 'cross-site' || site === 'same-site') {
    return 'Another site must not drive the sandbox';
  }
  return undefined;
}

/** Whether a Host header names this machine's loopback interface. */
export function isLoopbackHost(host: string): boolean {
  return loopbackNames.has(host.replace(/:\d+$/, '').toLowerCase());
}

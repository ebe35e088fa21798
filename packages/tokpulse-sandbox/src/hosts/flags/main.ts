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

import { readFile } from 'node:fs/promises';
import { IncomingMessage, ServerResponse } from 'node:http';
import { requiredVariable, serve } from '../shared/serve';

/*
 * The flags server reads its file at every request. A file that it cannot read
 * looks like one without flags: it answers 200 with an empty object, as the
 * original does.
 */
const file = requiredVariable('FLAGS_FILE');

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  switch (pathname) {
    case '/api/flags':
      json(response, 200, await flags());
      break;
    case '/healthz':
      json(response, 200, { ok: true, service: 'flags' });
      break;
    default:
      json(response, 404, { error: 'nf' });
  }
}

async function flags(): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return {};
  }
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
}

serve((request, response) => {
  answer(request, response).catch(error => {
    console.error('The flags could not be answered', error);
    response.destroy();
  });
});
console.log('TokPulse flags started');

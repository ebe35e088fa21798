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

import { IncomingMessage, ServerResponse } from 'node:http';
import { serve } from '../shared/serve';

/*
 * The web app is a static site with clean URLs on a hosting platform. There is
 * no `/health` on it: the first page is the only sign of life.
 */
const pages: Readonly<Record<string, string>> = {
  '/': page('TokPulse', '<h1>TokPulse</h1><div id="root"></div>'),
  '/dashboard': page('TokPulse', '<h1>Dashboard</h1><div id="root"></div>'),
  '/pricing': page('Plans', '<h1>Starter, Growth, Enterprise</h1>'),
};

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body>${body}</body></html>`;
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  response.setHeader('Server', 'Vercel');
  const content = pages[pathname];
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { 'Content-Type': 'text/plain; charset=utf-8' });
    response.end('Method not allowed\n');
    return;
  }
  if (content === undefined) {
    response.writeHead(404, {
      'Content-Type': 'text/plain; charset=utf-8',
      'X-Vercel-Error': 'NOT_FOUND',
    });
    response.end('The page could not be found\n\nNOT_FOUND\n');
    return;
  }
  response.writeHead(200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'public, max-age=0, must-revalidate',
  });
  response.end(content);
}

serve(answer);
console.log('TokPulse web app started');

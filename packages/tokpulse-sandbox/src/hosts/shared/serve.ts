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

import { createServer, RequestListener } from 'node:http';
import { HostReport } from './messages';

/** Tells the platform something; nothing when started by hand. */
export function reportToPlatform(report: HostReport): void {
  if (process.connected) {
    process.send?.(report);
  }
}

/**
 * Serves on `PORT` (a free port by default) of the loopback interface, tells
 * the platform the port, and ends on SIGTERM or when the platform is gone.
 */
export function serve(listener: RequestListener): void {
  const server = createServer(listener);
  server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
    const address = server.address();
    if (address !== null && typeof address === 'object') {
      reportToPlatform({ type: 'listening', port: address.port });
    }
  });
  process.on('SIGTERM', () => process.exit(0));
  process.on('disconnect', () => process.exit(0));
  // The platform may have gone before anybody listened.
  if (process.connected === false) {
    process.exit(0);
  }
}

/** A variable that the process cannot do without. */
export function requiredVariable(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`Missing required configuration: ${name}`);
  }
  return value;
}

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

import type { Config } from '@backstage/config';

/** Somebody to call when the portal is no help. */
export interface Contact {
  readonly name: string;
  readonly role?: string;
  readonly phone?: string;
  readonly email?: string;
  readonly url?: string;
}

/** What the offline bundle needs beside the runbooks. */
export interface BundleConfig {
  /** File that is written anew at every change of a runbook. */
  readonly path?: string;
  readonly contacts: readonly Contact[];
}

/** Reads `tokpulseOps.bundle` and `tokpulseOps.contacts`. */
export function readBundleConfig(config: Config): BundleConfig {
  const path = config.getOptionalString('tokpulseOps.bundle.path');
  const contacts = config.getOptionalConfigArray('tokpulseOps.contacts') ?? [];
  return {
    ...(path !== undefined && { path }),
    contacts: contacts.map(readContact),
  };
}

function readContact(entry: Config, index: number): Contact {
  const key = `tokpulseOps.contacts[${index}]`;
  const url = entry.getOptionalString('url');
  if (url !== undefined && !/^https?:$/.test(protocolOf(url))) {
    throw new Error(
      `Invalid configuration: ${key}.url must be an address that begins with http:// or https://`,
    );
  }
  const [role, phone, email] = ['role', 'phone', 'email'].map(name =>
    entry.getOptionalString(name),
  );
  return {
    name: entry.getString('name'),
    ...(role !== undefined && { role }),
    ...(phone !== undefined && { phone }),
    ...(email !== undefined && { email }),
    ...(url !== undefined && { url }),
  };
}

function protocolOf(url: string): string {
  return URL.canParse(url) ? new URL(url).protocol : '';
}

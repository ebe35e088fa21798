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
import {
  parseDuration,
  type ApprovalMode,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  defaultApprovalSettings,
  type ApprovalSettings,
} from './ApprovalSettings';
import { approverRef } from './approverRef';

const SHORTEST_MS = 60_000;
const LONGEST_MS = 7 * 24 * 60 * 60_000;

/** `tokpulseOps.approvals`, and who the roles say may approve. */
export interface ApprovalsConfig {
  readonly mode: ApprovalMode;
  readonly settings: ApprovalSettings;
  /**
   * Who has a role that may approve; empty where a policy of the portal's own
   * decides about it.
   */
  readonly roleMembers: readonly string[];
}

/** Throws an error that names the wrong key and what to write instead. */
export function readApprovalsConfig(config: Config): ApprovalsConfig {
  const section = 'tokpulseOps.approvals';
  const mode = config.getOptionalString(`${section}.mode`) ?? 'solo';
  if (mode !== 'solo' && mode !== 'team') {
    throw new Error(
      `Invalid configuration: ${section}.mode must be solo or team`,
    );
  }
  return {
    mode,
    settings: {
      from: readRefs(config, `${section}.from`),
      notify: readRefs(config, `${section}.notify`),
      expireAfterMs: readExpireAfter(config, `${section}.expireAfter`),
    },
    roleMembers: [
      ...readRefs(config, 'tokpulseOps.roles.approver'),
      ...readRefs(config, 'tokpulseOps.roles.administrator'),
    ],
  };
}

function readRefs(config: Config, key: string): readonly string[] {
  return (config.getOptionalStringArray(key) ?? []).map(text => {
    try {
      return approverRef(text);
    } catch (error) {
      throw new Error(
        `Invalid configuration: ${key} lists '${text}'; write the entity ref of a group or a user, such as group:default/approvers`,
        { cause: error },
      );
    }
  });
}

function readExpireAfter(config: Config, key: string): number {
  const text = config.getOptionalString(key);
  if (text === undefined) {
    return defaultApprovalSettings.expireAfterMs;
  }
  const duration = parseDuration(text);
  if (
    duration === undefined ||
    duration < SHORTEST_MS ||
    duration > LONGEST_MS
  ) {
    throw new Error(
      `Invalid configuration: ${key} must be a time from 1m to 7d, such as 4h`,
    );
  }
  return duration;
}

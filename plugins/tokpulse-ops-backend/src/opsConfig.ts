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
import type { PluginStatus } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  readApprovalsConfig,
  type ApprovalsConfig,
} from './approvals/approvalsConfig';
import {
  readEvidenceConfig,
  type EvidenceConfig,
} from './evidence/evidenceConfig';
import {
  readMailConfig,
  type MailConfig,
} from './incidents/alerts/alertsConfig';
import {
  readObservationRetention,
  type ObservationRetention,
} from './observations/observationsConfig';
import {
  readBundleConfig,
  type BundleConfig,
} from './runbooks/bundle/bundleConfig';

/** Where runbooks come from, as configured. */
export type RunbookLocation =
  | { readonly type: 'directory'; readonly path: string }
  | { readonly type: 'url'; readonly target: string };

/** What the configuration says beside the services. */
export interface OpsConfig {
  readonly approvals: ApprovalsConfig;
  /**
   * How old a health reading may be, in milliseconds; undefined: as old as the
   * pace of the collection lets it become.
   */
  readonly statusMaxAgeMs: number | undefined;
  /** Items of a step with `each` that are worked on at once. */
  readonly eachParallelism: number;
  readonly runbooks: readonly RunbookLocation[];
  readonly evidence: EvidenceConfig;
  readonly bundle: BundleConfig;
  /** How long observations and what was made of them are kept. */
  readonly observationRetention: ObservationRetention;
  /** Undefined: incidents are not told by e-mail. */
  readonly mail?: MailConfig;
  /** False where nobody could be kept from changing anything. */
  readonly changesAllowed: boolean;
  /** What the pages should say about it. */
  readonly notices: PluginStatus['notices'];
}

/**
 * Reads `tokpulseOps`. Throws an error that names the wrong key and what to
 * write instead.
 */
export function readOpsConfig(
  config: Config,
  options: { readonly nodeEnv: string | undefined },
): OpsConfig {
  const permissions = readPermissions(config, options.nodeEnv);
  return {
    approvals: readApprovalsConfig(config),
    statusMaxAgeMs: readCacheMs(config),
    eachParallelism: readEachParallelism(config),
    runbooks: readRunbookLocations(config),
    evidence: readEvidenceConfig(config),
    bundle: readBundleConfig(config),
    observationRetention: readObservationRetention(config),
    mail: readMailConfig(config),
    ...permissions,
  };
}

function readPermissions(
  config: Config,
  nodeEnv: string | undefined,
): Pick<OpsConfig, 'changesAllowed' | 'notices'> {
  if (config.getOptionalBoolean('permission.enabled') === true) {
    return { changesAllowed: true, notices: [] };
  }
  const declared = oneOf(config, 'tokpulseOps.allowWithoutPermissions', [
    'development',
  ]);
  if (declared !== undefined && nodeEnv === 'development') {
    return {
      changesAllowed: true,
      notices: [
        {
          code: 'permissions-off-in-development',
          message:
            'The permissions of this portal are off: everybody who has signed in can run everything',
          nextStep: 'Set permission.enabled to true before others use it',
        },
      ],
    };
  }
  return {
    changesAllowed: false,
    notices: [
      {
        code: 'permissions-off',
        message:
          'TokPulse Ops is read-only, because the permissions of this portal are off',
        nextStep:
          'Set permission.enabled to true in app-config and install a policy; on your own machine, tokpulseOps.allowWithoutPermissions: development will do',
      },
    ],
  };
}

function readCacheMs(config: Config): number | undefined {
  const key = 'tokpulseOps.status.cacheSeconds';
  const seconds = config.getOptionalNumber(key);
  if (seconds === undefined) {
    return undefined;
  }
  if (!(seconds >= 1 && seconds <= 3600)) {
    throw new Error(
      `Invalid configuration: ${key} must be a number of seconds from 1 to 3600`,
    );
  }
  return seconds * 1000;
}

/** Where runbooks come from. Throws an error that names the wrong key. */
export function readEachParallelism(config: Config): number {
  const key = 'tokpulseOps.each.parallelism';
  const count = config.getOptionalNumber(key) ?? 4;
  if (!(Number.isInteger(count) && count >= 1 && count <= 50)) {
    throw new Error(
      `Invalid configuration: ${key} must be a whole number from 1 to 50`,
    );
  }
  return count;
}

/** Where runbooks come from. Throws an error that names the wrong key. */
export function readRunbookLocations(
  config: Config,
): readonly RunbookLocation[] {
  const entries = config.getOptionalConfigArray('tokpulseOps.runbooks') ?? [];
  return entries.map((entry, index) => {
    const key = `tokpulseOps.runbooks[${index}]`;
    const type = oneOf(entry, 'type', ['directory', 'url'], `${key}.type`);
    switch (type) {
      case 'directory':
        return { type, path: entry.getString('path') };
      case 'url': {
        const target = entry.getString('target');
        if (!URL.canParse(target)) {
          throw new Error(
            `Invalid configuration: ${key}.target is not a URL; write for example https://github.com/acme/ops/tree/main/runbooks/*.md`,
          );
        }
        return { type, target };
      }
      case undefined:
        throw new Error(
          `Invalid configuration: ${key}.type is missing; use directory or url`,
        );
      default:
        throw new Error(`Unknown type ${type satisfies never}`);
    }
  });
}

function oneOf<const T extends string>(
  config: Config,
  key: string,
  values: readonly T[],
  shownKey: string = key,
): T | undefined {
  const text = config.getOptionalString(key);
  if (text === undefined) {
    return undefined;
  }
  const value = values.find(one => one === text);
  if (value === undefined) {
    throw new Error(
      `Invalid configuration: ${shownKey} must be ${values.join(' or ')}`,
    );
  }
  return value;
}

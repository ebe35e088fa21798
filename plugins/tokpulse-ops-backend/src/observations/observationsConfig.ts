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
import { parseDuration } from '@tokpulse/backstage-plugin-tokpulse-ops-common';

const DAY_MS = 24 * 60 * 60_000;
const YEAR_DAYS = 365;

/** How long observations and what was made of them are kept; milliseconds. */
export interface ObservationRetention {
  /** Single observations. */
  readonly rawMs: number;
  /** Figures of each minute. */
  readonly minutesMs: number;
  /** Figures of each hour, and what changed. */
  readonly hoursMs: number;
  /** Figures of each day. */
  readonly daysMs: number;
}

interface Setting {
  readonly key: 'raw' | 'minutes' | 'hours' | 'days';
  readonly default: string;
  readonly atLeast: string;
  readonly because: string;
}

/** In the order in which each must be kept at least as long as the one before. */
const settings = {
  rawMs: {
    ...{ key: 'raw', default: '2d', atLeast: '1h' },
    because: 'what just happened could not be looked up',
  },
  minutesMs: {
    ...{ key: 'minutes', default: '14d', atLeast: '2d' },
    because: 'pages show the last 24 hours by the minute',
  },
  hoursMs: {
    ...{ key: 'hours', default: '400d', atLeast: '100d' },
    because: 'pages show the availability of 90 days',
  },
  daysMs: {
    ...{ key: 'days', default: '5y', atLeast: '100d' },
    because: 'pages show 90 days',
  },
} as const satisfies Record<keyof ObservationRetention, Setting>;

const SECTION = 'tokpulseOps.observations.retention';

/**
 * Reads `tokpulseOps.observations.retention`. Throws an error that names the
 * wrong key and what to write instead.
 */
export function readObservationRetention(config: Config): ObservationRetention {
  const retention = {
    rawMs: readSetting(config, settings.rawMs),
    minutesMs: readSetting(config, settings.minutesMs),
    hoursMs: readSetting(config, settings.hoursMs),
    daysMs: readSetting(config, settings.daysMs),
  };
  const order = ['minutesMs', 'hoursMs', 'daysMs'] as const;
  order.slice(1).forEach((coarse, index) => {
    const fine = order[index];
    if (retention[coarse] < retention[fine]) {
      throw new Error(
        `Invalid configuration: ${SECTION}.${settings[coarse].key} must be at least as long as ${SECTION}.${settings[fine].key}, since the one is made of the other`,
      );
    }
  });
  return retention;
}

/** What is kept where nothing is configured. */
export const defaultObservationRetention: ObservationRetention = {
  rawMs: 2 * DAY_MS,
  minutesMs: 14 * DAY_MS,
  hoursMs: 400 * DAY_MS,
  daysMs: 5 * YEAR_DAYS * DAY_MS,
};

function readSetting(config: Config, setting: Setting): number {
  const key = `${SECTION}.${setting.key}`;
  const duration = durationOf(config.getOptionalString(key) ?? setting.default);
  if (duration === undefined) {
    throw new Error(
      `Invalid configuration: ${key} must be a time such as 36h, 14d or 5y`,
    );
  }
  if (duration < (durationOf(setting.atLeast) ?? 0)) {
    throw new Error(
      `Invalid configuration: ${key} must be at least ${setting.atLeast}, because ${setting.because}`,
    );
  }
  return duration;
}

/** Years are 365 days; only what is kept for so long is counted in them. */
function durationOf(text: string): number | undefined {
  const [, years] = /^([1-9]\d?)y$/.exec(text) ?? [];
  return years === undefined
    ? parseDuration(text)
    : Number(years) * YEAR_DAYS * DAY_MS;
}

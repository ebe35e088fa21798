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

import { formatBytes } from '../text/bytes';
import { formatDuration } from '../text/duration';

const SHORT_MS = 10;

/** A number without more digits than help. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  let digits = 0;
  if (size < 1) {
    digits = 3;
  } else if (size < 100) {
    digits = 1;
  }
  return value.toLocaleString('en', { maximumFractionDigits: digits });
}

/**
 * A value with its unit, as a reader would say it.
 *
 * @example
 * formatQuantity(1_800, 'ms') // → '1.8 s'
 * formatQuantity(536_870_912, 'bytes') // → '512 MiB'
 * formatQuantity(61.48, 'percent') // → '61.5 %'
 */
export function formatQuantity(value: number, unit: string): string {
  switch (unit) {
    case 'ms':
      // Of so short a time the part after the point tells something.
      return Math.abs(value) < SHORT_MS && value !== 0
        ? `${formatNumber(value)} ms`
        : formatDuration(value);
    case 'seconds':
    case 's':
      return formatQuantity(value * 1_000, 'ms');
    case 'bytes':
      return formatBytes(value);
    case 'percent':
    case '%':
      return `${formatNumber(value)} %`;
    case 'ratio':
      return `${formatNumber(value * 100)} %`;
    case 'count':
    case 'score':
    case '':
      return formatNumber(value);
    default:
      return `${formatNumber(value)} ${unit}`;
  }
}

const HUNDREDTHS = 10_000;

/**
 * A share of time as a percentage; never rounded up, for what was down was not
 * up. The margin is for the arithmetic of fractions.
 *
 * @example
 * formatShare(0.99999) // → '99.99 %'
 */
export function formatShare(share: number): string {
  const floored = Math.floor(share * HUNDREDTHS + 1e-9) / 100;
  return `${floored.toLocaleString('en', { maximumFractionDigits: 2 })} %`;
}

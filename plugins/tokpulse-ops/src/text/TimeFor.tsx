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

import { DateTime } from 'luxon';
import { useText } from '../translation';
import { formatDuration } from './duration';
import { formatExact } from './time';
import { useElapsed } from './useElapsed';

export interface TimeForProps {
  /** ISO 8601. */
  readonly since: string;
}

/** How long something has been so, with the exact beginning on hover. */
export const TimeFor = ({ since }: TimeForProps) => {
  const t = useText();
  const elapsed = useElapsed(since) ?? 0;
  return (
    <time dateTime={since} title={formatExact(t, DateTime.fromISO(since))}>
      {formatDuration(elapsed)}
    </time>
  );
};

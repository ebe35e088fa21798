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

import { useText } from '../translation';
import { TimeFor } from './TimeFor';
import { useElapsed } from './useElapsed';

const A_MOMENT_MS = 5_000;

/** How long something has been so, in words: "for 14 min". */
export const Since = ({
  at,
}: {
  /** ISO 8601. */
  readonly at: string;
}) => {
  const t = useText();
  const elapsed = useElapsed(at) ?? 0;
  return (
    <>
      {elapsed < A_MOMENT_MS
        ? t('since.now')
        : t('since.for', { duration: <TimeFor since={at} /> })}
    </>
  );
};

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

import type { RunDetail } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { pause } from './pause';

/**
 * Compares a feed with the backend now and then. A stream can be open and
 * silent, behind a proxy that holds it back or after a network that went away
 * without a word; the backend knows how far the run is.
 */
export async function watchSilence(options: {
  readonly times: { readonly compare: number; readonly lag: number };
  /** The run as the backend sees it; undefined when it does not answer. */
  readonly look: () => Promise<RunDetail | undefined>;
  /** How far the feed is. */
  readonly lastSeq: () => number;
  readonly onLook: (run: RunDetail) => void;
  /** The stream is behind and does not catch up. */
  readonly onSilence: () => void;
  readonly signal: AbortSignal;
}): Promise<void> {
  const { times, look, lastSeq, onLook, onSilence, signal } = options;
  for (;;) {
    await pause(times.compare, signal);
    const run = signal.aborted ? undefined : await look();
    if (run !== undefined && run.lastSeq > lastSeq()) {
      await pause(times.lag, signal);
      if (!signal.aborted && run.lastSeq > lastSeq()) {
        onSilence();
      }
    }
    if (run !== undefined) {
      onLook(run);
    }
    if (signal.aborted) {
      return;
    }
  }
}

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

export interface PulseMarkProps {
  /** Width and height in CSS pixels. */
  readonly size: number;
}

/** The logo: a heartbeat in a ring. `public/favicon.svg` is the same drawing. */
export const PulseMark = ({ size }: PulseMarkProps) => (
  <svg
    width={size}
    height={size}
    viewBox="0 0 32 32"
    fill="none"
    aria-hidden="true"
    focusable="false"
  >
    <circle cx="16" cy="16" r="14" stroke="#7df3e1" strokeWidth="2.5" />
    <path
      d="M5 17h5.5l2.5-8 5 15 3-9 1.5 2H27"
      stroke="#7df3e1"
      strokeWidth="2.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  </svg>
);

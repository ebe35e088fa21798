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

import type { ChartSeries } from './chartRows';

const WIDTH = 18;
const HEIGHT = 8;

const dashes = { solid: undefined, dashed: '4 3', dotted: '2 3' } as const;

export interface SwatchProps {
  readonly colour: string;
  readonly look: ChartSeries['look'] | 'dotted';
}

/** A piece of a line, as the chart draws it. */
export const Swatch = ({ colour, look }: SwatchProps) => (
  <svg
    width={WIDTH}
    height={HEIGHT}
    aria-hidden="true"
    style={{ flex: 'none' }}
  >
    <line
      x1={0}
      x2={WIDTH}
      y1={HEIGHT / 2}
      y2={HEIGHT / 2}
      stroke={colour}
      strokeWidth={look === 'solid' ? 2.5 : 2}
      strokeDasharray={dashes[look]}
    />
  </svg>
);

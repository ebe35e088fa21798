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

import { useTheme } from '@material-ui/core/styles';
import type { Marker } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { tonesOf } from '../tones/tones';
import { markerTone } from './markers';

const SIZE = 16;
/** Of one letter, in CSS pixels. */
const LETTER = 8;

export interface MarkerFlagProps {
  readonly kind: Marker['kind'];
  readonly sign: string;
  /** Where the line of the event is; given by the chart. */
  readonly viewBox?: { readonly x?: number; readonly y?: number };
}

/** A letter on top of the line of an event; the list below says what it is. */
export const MarkerFlag = ({ kind, sign, viewBox }: MarkerFlagProps) => {
  const tone = tonesOf(useTheme())[markerTone[kind]];
  const x = viewBox?.x ?? 0;
  const width = SIZE + (sign.length - 1) * LETTER;
  const y = (viewBox?.y ?? 0) - SIZE - 2;
  return (
    <g aria-hidden="true">
      <rect
        x={x - width / 2}
        y={y}
        width={width}
        height={SIZE}
        rx={3}
        fill={tone.surface}
        stroke={tone.line}
      />
      <text
        x={x}
        y={y + 12}
        textAnchor="middle"
        fontSize={11}
        fontWeight={700}
        fill={tone.text}
      >
        {sign}
      </text>
    </g>
  );
};

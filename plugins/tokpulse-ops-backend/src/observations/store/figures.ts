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

import { createHash } from 'node:crypto';
import { storableJson } from '../../runs/store/storableJson';
import type { KeptMetric, Observation, Reading } from '../ObservationStore';
import { sketchOfReading } from './readingSketch';

/** Figures of one kind in one observation, as the statement takes them. */
interface Figure {
  readonly key: string;
  readonly kind: 'reading' | 'metric';
  readonly host: string;
  readonly name: string;
  readonly unit: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly max?: number;
  readonly buckets?: readonly number[];
  readonly counts?: readonly number[];
  readonly value?: number;
}

/**
 * What an observation adds to the minute it was made in. A series that is
 * there twice counts once, with its last value; what is no finite number does
 * not count.
 */
export function figuresOf(
  observation: Pick<Observation, 'readings' | 'metrics'>,
): string {
  const figures = [
    ...observation.readings.flatMap(figureOfReading),
    ...observation.metrics.flatMap(figureOfMetric),
  ];
  const series = new Map(figures.map(figure => [figure.key, figure]));
  return storableJson([...series.values()]);
}

function figureOfReading(reading: Reading): readonly Figure[] {
  const sketch = sketchOfReading(reading);
  const { host, name, unit } = reading;
  return sketch === undefined
    ? []
    : [
        {
          key: keyOf('reading', host, name, unit),
          ...{ kind: 'reading', host, name, unit, labels: {} },
          ...sketch,
        },
      ];
}

function figureOfMetric(metric: KeptMetric): readonly Figure[] {
  const { host, name, labels, value } = metric;
  const sorted = Object.entries(labels).sort(([one], [other]) =>
    one < other ? -1 : 1,
  );
  return Number.isFinite(value)
    ? [
        {
          key: keyOf('metric', host, name, ...sorted.flat()),
          ...{ kind: 'metric', host, name, unit: '', labels, value },
        },
      ]
    : [];
}

/** Short, whatever the names and labels are, so that an index can hold it. */
function keyOf(...parts: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify(parts))
    .digest('base64url')
    .slice(0, 22);
}

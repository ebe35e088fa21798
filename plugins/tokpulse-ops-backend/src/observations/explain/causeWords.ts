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

import type { Happening } from '../markers/Happening';
import { plainText } from './plainText';
import { clockTime, roughly } from './timeWords';

/** What happened longer before a trouble began did hardly cause it. */
const CAUSE_WITHIN_MS = 15 * 60_000;
/** Clocks of processes and of the database, and the time of a reading. */
const TOLERANCE_MS = 15_000;
/** What is worth telling beside it. */
const RECENT_MS = 60 * 60_000;
const MOST_RECENT = 3;

const likeliestFirst: readonly Happening['kind'][] = [
  'deployment',
  'run',
  'restart',
  'incident',
];

/** What happened just before a trouble began, the likeliest cause first. */
export function causeOf(
  happened: readonly Happening[],
  options: { readonly host: string; readonly since: Date },
): { readonly happening: Happening; readonly words: string } | undefined {
  const { host, since } = options;
  const before = ({ at }: Happening) => since.getTime() - at.getTime();
  const [happening] = happened
    .filter(
      one =>
        one.kind !== 'incident' &&
        (one.host === undefined || one.host === host) &&
        before(one) >= -TOLERANCE_MS &&
        before(one) <= CAUSE_WITHIN_MS,
    )
    .sort(
      (a, b) =>
        likeliestFirst.indexOf(a.kind) - likeliestFirst.indexOf(b.kind) ||
        before(a) - before(b) ||
        a.label.localeCompare(b.label),
    );
  return (
    happening && {
      happening,
      words: `started ${roughly(Math.max(before(happening), 0))} after ${nameOf(
        happening,
      )}`,
    }
  );
}

/** What else happened in the last hour, newest first. */
export function happenedWords(
  happened: readonly Happening[],
  options: { readonly at: Date; readonly except: Happening | undefined },
): readonly string[] {
  const { at, except } = options;
  const age = (one: Happening) => at.getTime() - one.at.getTime();
  return happened
    .filter(
      one =>
        one !== except &&
        one.kind !== 'incident' &&
        age(one) >= -TOLERANCE_MS &&
        age(one) <= RECENT_MS,
    )
    .sort((a, b) => age(a) - age(b) || a.label.localeCompare(b.label))
    .slice(0, MOST_RECENT)
    .map(one => {
      const when = `at ${clockTime(one.at, at)}, ${roughly(
        Math.max(age(one), 0),
      )} before this reading`;
      return one.kind === 'restart'
        ? `${
            one.host ?? 'A host'
          } was restarted ${when}; its own figures began again`
        : `${nameOf(one)} ${when}`;
    });
}

function nameOf({ kind, label, host, version }: Happening): string {
  switch (kind) {
    case 'deployment':
      return [
        'deployment',
        ...(version === undefined ? [] : [plainText(version, 40)]),
        ...(host === undefined ? [] : [`of ${host}`]),
      ].join(' ');
    case 'restart':
      return `a restart${host === undefined ? '' : ` of ${host}`}`;
    case 'run':
      return `the run ${plainText(label, 80)}`;
    case 'incident':
      return plainText(label, 80);
    default:
      throw new Error(`Unknown kind ${kind satisfies never}`);
  }
}

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

import type {
  HealthCheck,
  HostHealth,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { z } from 'zod';
import { worstFirst } from '../../health/worstStatus';
import { counted, listed, lowerFirst, plainText } from './plainText';
import { overThreshold } from './readingWords';

/** What fits into a sentence beside since when and why. */
const LONGEST_MESSAGE = 150;
const LONGEST_REALITY = 200;

/** Checks that count and are not healthy, worst first. */
export function troubledChecks({ checks }: HostHealth): readonly HealthCheck[] {
  return checks
    .filter(check => !check.ignored && check.status !== 'healthy')
    .sort(
      (a, b) => worstFirst.indexOf(a.status) - worstFirst.indexOf(b.status),
    );
}

/** What a check found: the figure that is over its threshold, or its message. */
export function checkWords(check: HealthCheck): string {
  const name = checkName(check);
  const over = overThreshold(check);
  if (over !== undefined) {
    return `${name} ${over}`;
  }
  const message = firstSentence(check.message ?? '');
  if (message.toLowerCase().startsWith(name.toLowerCase())) {
    return lowerFirst(message);
  }
  return `the ${name} check ${verbOf(check)}${
    message === '' ? '' : `: ${message}`
  }`;
}

/** `3 of 5 checks fine`, of those that count. */
export function checksFine({ checks }: HostHealth): readonly string[] {
  const judged = checks.filter(check => !check.ignored);
  const fine = judged.filter(check => check.status === 'healthy');
  return judged.length < 2
    ? []
    : [`${fine.length} of ${counted(judged.length, 'check')} fine`];
}

/** What troubled checks really measure, where their names mislead. */
export function realities(host: HostHealth): readonly string[] {
  return host.checks
    .filter(check => check.status !== 'healthy')
    .flatMap(check => [
      ...(check.reality === undefined
        ? []
        : [
            `${checkName(check)} of ${host.host}: ${lowerFirst(
              plainText(check.reality, LONGEST_REALITY),
            )}`,
          ]),
      ...dependencyWords(check),
    ]);
}

/** Checks that are shown and not judged, as long as they say something. */
export function ignoredChecks(host: HostHealth): readonly string[] {
  return host.checks
    .filter(check => check.ignored && check.status !== 'healthy')
    .map(
      check =>
        `${checkName(check)} of ${host.host} is ${
          check.status
        } and not judged, as configured`,
    );
}

const dependenciesSchema = z.object({
  dependencies: z
    .array(z.object({ name: z.string(), status: z.string() }))
    .min(1)
    .max(20),
});

/**
 * A check that asks others for their root address calls it unhealthy when they
 * answer 404 there; those rows are `degraded`, which is no outage of theirs.
 */
function dependencyWords(check: HealthCheck): readonly string[] {
  const parsed = dependenciesSchema.safeParse(check.details);
  if (!parsed.success) {
    return [];
  }
  const named = (status: string) =>
    parsed.data.dependencies
      .filter(one => one.status === status)
      .map(one => plainText(one.name, 40));
  const answering = named('degraded');
  const silent = named('unhealthy');
  return [
    ...(silent.length === 0 ? [] : [`${listed(silent)} did not answer`]),
    ...(answering.length === 0
      ? []
      : [
          `${listed(answering)} ${
            answering.length === 1 ? 'does' : 'do'
          } answer, only not with success at the root address: that is no outage`,
        ]),
  ];
}

function checkName({ name }: HealthCheck): string {
  return plainText(name, 40).replace(/[_-]+/g, ' ') || 'unnamed';
}

function verbOf({ status }: HealthCheck): string {
  switch (status) {
    case 'healthy':
      return 'is healthy';
    case 'degraded':
      return 'is degraded';
    case 'unhealthy':
      return 'fails';
    case 'unknown':
      return 'has an unknown state';
    default:
      throw new Error(`Unknown status ${status satisfies never}`);
  }
}

/** Services add hints of their own; the first sentence says what is wrong. */
function firstSentence(text: string): string {
  const [first] = text.split(/\.\s+(?=[A-Z])/);
  return plainText(first, LONGEST_MESSAGE);
}

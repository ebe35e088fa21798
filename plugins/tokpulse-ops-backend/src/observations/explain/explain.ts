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
  Explanation,
  HostHealth,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { worstFirst } from '../../health/worstStatus';
import type { Happening } from '../markers/Happening';
import type { SavedObservation } from '../ObservationStore';
import { causeOf, happenedWords } from './causeWords';
import {
  checksFine,
  ignoredChecks,
  realities,
  troubledChecks,
} from './checkWords';
import { furtherChecks, hostWords } from './hostWords';
import { clipped, listed, plainText, upperFirst } from './plainText';
import { clockTime, sinceWords } from './timeWords';

/** No sentence is longer, in characters. */
export const LONGEST_SENTENCE = 300;
const MOST_DETAILS = 8;

/** What was read, as far as words are made of it. */
export type ExplainedObservation = Pick<
  SavedObservation,
  'status' | 'hosts' | 'failure' | 'at' | 'since' | 'sinceOf' | 'nextAt'
>;

/** What an explanation is made of. */
export interface ExplainInput {
  /** What people call the service. */
  readonly title: string;
  /** As it was read last; undefined: never. */
  readonly observation: ExplainedObservation | undefined;
  /** Deployments, restarts and runs of the last hours, in any order. */
  readonly happened?: readonly Happening[];
  /** Hosts whose score is 100 only because they have recorded nothing. */
  readonly scoresWithoutData?: readonly string[];
}

/**
 * What is wrong, in words: one sentence with the worst thing first, and what
 * else helps to understand it, most telling first. The same observations give
 * the same words; times are told as of the observation, in UTC.
 */
export function explain(input: ExplainInput): Explanation {
  const { title, observation } = input;
  if (observation === undefined) {
    return inSentences([], `The health of ${title} has not been read yet`, []);
  }
  if (observation.hosts.length === 0) {
    return withoutHosts(title, observation);
  }
  const judged = observation.hosts.filter(
    host => host.answer !== 'not-offered',
  );
  const [worst, ...others] = [...judged].sort(
    (a, b) => worstFirst.indexOf(a.status) - worstFirst.indexOf(b.status),
  );
  return worst === undefined || observation.status === 'healthy'
    ? inSentences(observation.hosts, fineWords(title, judged, observation), [
        ...failureWords(observation),
        ...sideNotes(input, observation, undefined),
      ])
    : troubled(worst, others, input, observation);
}

function troubled(
  worst: HostHealth,
  others: readonly HostHealth[],
  input: ExplainInput,
  observation: ExplainedObservation,
): Explanation {
  const times = timesOf(worst, observation);
  const cause = causeOf(input.happened ?? [], {
    host: worst.host,
    since: times.since,
  });
  const naming = others.length === 0 ? 'alone' : 'named';
  const headline = [
    hostWords(worst, times, naming),
    ...checksFine(worst),
    ...(cause === undefined ? [] : [cause.words]),
  ].join('; ');
  return inSentences(observation.hosts, headline, [
    ...failureWords(observation),
    ...furtherChecks(worst, naming),
    ...otherHosts(others, observation),
    ...sideNotes(input, observation, cause?.happening),
  ]);
}

/** Since when the worst check of a host, or the host, is as it is. */
function timesOf(host: HostHealth, observation: ExplainedObservation) {
  const { at, nextAt, sinceOf } = observation;
  const [check] = troubledChecks(host);
  const known =
    (check && sinceOf[`${host.host}/${check.name}`]) ?? sinceOf[host.host];
  return { at, nextAt, since: known?.since ?? observation.since };
}

function withoutHosts(
  title: string,
  { failure }: ExplainedObservation,
): Explanation {
  return failure === undefined
    ? inSentences(
        [],
        `No host of ${title} is configured, so its health is not known`,
        [],
      )
    : inSentences(
        [],
        `The health of ${title} could not be read: ${plainText(
          failure.message,
          200,
        )}`,
        [plainText(failure.nextStep, 200)],
      );
}

function fineWords(
  title: string,
  judged: readonly HostHealth[],
  { at, since }: ExplainedObservation,
): string {
  switch (judged.length) {
    case 0:
      return `No host of ${title} tells its health, so it is not known`;
    case 1:
      return `${title} is healthy ${sinceWords(since, at)}`;
    default:
      return `${title} is healthy ${sinceWords(since, at)}: all ${
        judged.length
      } hosts are fine`;
  }
}

/** Which others are troubled, and that the rest is fine. */
function otherHosts(
  others: readonly HostHealth[],
  observation: ExplainedObservation,
): readonly string[] {
  const fine = others.filter(({ status }) => status === 'healthy');
  const names = listed(fine.map(({ host }) => host));
  return [
    ...others
      .filter(({ status }) => status !== 'healthy')
      .map(host => hostWords(host, timesOf(host, observation), 'named')),
    ...(fine.length === 0
      ? []
      : [`${names} ${fine.length === 1 ? 'is' : 'are'} fine`]),
  ];
}

/** What happened, what misleads, and what is not judged. */
function sideNotes(
  { happened = [], scoresWithoutData = [] }: ExplainInput,
  { hosts, at }: ExplainedObservation,
  cause: Happening | undefined,
): readonly string[] {
  return [
    ...hosts.flatMap(host => realities(host)),
    ...happenedWords(happened, { at, except: cause }),
    ...hosts.flatMap(host => ignoredChecks(host)),
    ...hosts
      .filter(({ answer }) => answer === 'not-offered')
      .map(
        ({ host, url }) =>
          `${host} offers no health at ${pathOf(
            url,
          )} (404) and is not judged: that is no outage`,
      ),
    ...scoresWithoutData.map(
      host =>
        `The performance score of ${host} is 100 only because nothing has been recorded yet`,
    ),
  ];
}

function failureWords({
  failure,
  at,
}: ExplainedObservation): readonly string[] {
  return failure === undefined
    ? []
    : [
        `The collection of ${clockTime(at, at)} brought nothing: ${plainText(
          failure.message,
          200,
        )}`,
      ];
}

function pathOf(url: string): string {
  return URL.canParse(url) ? plainText(new URL(url).pathname, 80) : '/';
}

/** The name of a host stays as it is written, also at the beginning. */
function inSentences(
  hosts: readonly HostHealth[],
  headline: string,
  details: readonly string[],
): Explanation {
  const sentence = (text: string) =>
    clipped(
      hosts.some(({ host }) => text.startsWith(host)) ? text : upperFirst(text),
      LONGEST_SENTENCE,
    );
  return {
    headline: sentence(headline),
    details: [...new Set(details.map(sentence))].slice(0, MOST_DETAILS),
  };
}

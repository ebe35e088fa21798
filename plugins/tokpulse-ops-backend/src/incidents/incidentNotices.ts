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
  Incident,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { v7 as uuid } from 'uuid';
import { noticeSeverity } from '../approvals/noticeSeverity';
import type { Notice, NoticeChannel } from '../approvals/store/notices';
import { clipped } from '../observations/explain/plainText';
import { clockTime, roughly } from '../observations/explain/timeWords';

/** What became of an incident. */
export type IncidentChange = 'opened' | 'worse' | 'closed';

const LONGEST_DESCRIPTION = 1_000;

/** The message about a change of an incident, once for each channel. */
export function incidentNotices(options: {
  readonly change: IncidentChange;
  readonly incident: Incident;
  /** When its service began not to be healthy. */
  readonly beganAt: Date;
  readonly at: Date;
  readonly title: string;
  readonly explanation: Explanation;
  readonly channels: readonly NoticeChannel[];
}): readonly Notice[] {
  const { change, incident, at, channels } = options;
  const { id, service } = incident;
  const text = textOf(options);
  return channels.map(channel => ({
    id: uuid({ msecs: at.getTime() }),
    kind: `incident-${change}`,
    // A message is told once a subject.
    subject: channel === 'backstage' ? id : `${id}:${channel}`,
    recipients: [],
    excluded: [],
    title: text.title,
    description: clipped(text.sentences.join('. '), LONGEST_DESCRIPTION),
    severity:
      change === 'closed' ? 'normal' : noticeSeverity(incident.severity),
    service,
    channel,
    link: incidentLink(change === 'closed' ? { service } : incident),
    thread: `${id}:${channel}`,
  }));
}

/**
 * The page of a service; with a runbook its plan is opened there (see the
 * README of this package, "Links to a plan").
 */
export function incidentLink({
  service,
  runbook,
}: Pick<Incident, 'service' | 'runbook'>): string {
  const page = `/tokpulse-ops/services/${encodeURIComponent(service)}`;
  return runbook === undefined
    ? page
    : `${page}?plan=${encodeURIComponent(runbook.id)}`;
}

function textOf(options: Parameters<typeof incidentNotices>[0]): {
  readonly title: string;
  readonly sentences: readonly string[];
} {
  const { change, incident, beganAt, at, title, explanation } = options;
  const { severity, status, respondWithinMs, runbook } = incident;
  const wrong = [
    explanation.headline,
    ...explanation.details.slice(0, 2),
    `Severity ${severity}: somebody responds within ${roughly(
      respondWithinMs,
    )}`,
    ...(runbook === undefined ? [] : [`Runbook that fits: ${runbook.title}`]),
  ];
  switch (change) {
    case 'opened':
      return { title: `${severity}: ${title} is ${status}`, sentences: wrong };
    case 'worse':
      return {
        title: `${severity}: ${title} became worse and is ${status}`,
        sentences: wrong,
      };
    case 'closed':
      return {
        title: `${title} is healthy again`,
        sentences: [
          `It was ${status} from ${clockTime(beganAt, at)} to ${clockTime(
            at,
            at,
          )}, for ${roughly(at.getTime() - beganAt.getTime())}`,
          `What was wrong: ${incident.summary}`,
        ],
      };
    default:
      throw new Error(`Unknown change ${change satisfies never}`);
  }
}

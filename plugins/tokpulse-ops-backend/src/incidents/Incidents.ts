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

import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type {
  Explanation,
  Incident,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { v7 as uuid } from 'uuid';
import { addNotice, type NoticeChannel } from '../approvals/store/notices';
import { explain } from '../observations/explain';
import type { Markers } from '../observations/markers';
import type { SavedObservation } from '../observations/ObservationStore';
import { isConnectionError } from '../runs/connectionErrors';
import type { Database, Queryable } from '../runs/Database';
import { notify } from '../runs/Listener';
import type { Redactor } from '../runs/types';
import type { ConfiguredService } from '../services';
import { acknowledge, type Acknowledgement } from './acknowledge';
import { decideIncident, type IncidentDecision } from './decideIncident';
import { incidentNotices, type IncidentChange } from './incidentNotices';
import { incidentsChannel } from './incidentsChannel';
import {
  closeIncident,
  healthySeen,
  lockMemory,
  openIncident,
  readMemory,
  remember,
  worsenIncident,
  type Assessment,
} from './store/changeIncident';
import { toIncident, type IncidentRow } from './store/incidentRows';
import {
  incidentsBetween,
  listIncidents,
  openIncidents,
  type IncidentFilter,
} from './store/readIncidents';
import { respondWithinMsOf, type Suggestions } from './Suggestions';

const DEGRADED_FOR_MS = 5 * 60_000;
/** What happened that long before may have caused it. */
const HAPPENED_WITHIN_MS = 60 * 60_000;

/** Options of {@link Incidents}. */
export interface IncidentsOptions {
  readonly database: Database;
  readonly services: { get(id: string): ConfiguredService | undefined };
  readonly suggestions: Pick<Suggestions, 'of'>;
  readonly markers: Pick<Markers, 'list' | 'observe'>;
  readonly notices: { soon(): void };
  readonly redactor: Redactor;
  readonly logger: LoggerService;
  /** How long a service is degraded until that is an incident; default 5 min. */
  readonly degradedForMs?: number;
}

interface Assessed extends Assessment {
  readonly explanation: Explanation;
}

/** What changed, and what people are told of it. */
interface Change {
  readonly change: IncidentChange;
  readonly row: IncidentRow;
  readonly explanation: Explanation;
}

/**
 * Stretches of time in which a service is not healthy. It follows from the
 * observations and what the database remembers, so a lost observation, a second
 * replica or a restart neither misses one nor opens two.
 */
export class Incidents {
  readonly #options: IncidentsOptions;

  constructor(options: IncidentsOptions) {
    this.#options = options;
  }

  /**
   * To be called after each saved observation, in any replica. Opens, worsens
   * or closes the incident of its service and leaves messages about it. Never
   * throws: what fails is found again at the next observation.
   */
  async observe(saved: SavedObservation): Promise<void> {
    const { markers, logger } = this.#options;
    try {
      await markers.observe(saved);
      await this.#follow(saved);
    } catch (error) {
      const message = `The incidents of ${saved.service} could not be followed`;
      if (isConnectionError(error)) {
        logger.debug(message, { cause: stringifyError(error) });
      } else {
        logger.warn(message, { cause: stringifyError(error) });
      }
    }
  }

  /** Those that are open now, by service. */
  open(services: readonly string[]): Promise<ReadonlyMap<string, Incident>> {
    return openIncidents(this.#options.database, services);
  }

  /** One page, newest first. */
  list(filter: IncidentFilter): ReturnType<typeof listIncidents> {
    return listIncidents(this.#options.database, filter);
  }

  /** Those that were open at some time between, newest first. */
  between(options: {
    readonly service: string;
    readonly from: Date;
    readonly to: Date;
  }): Promise<readonly Incident[]> {
    return incidentsBetween(this.#options.database, options);
  }

  /** Says that somebody sees to it; see {@link acknowledge}. */
  async acknowledge(acknowledgement: Acknowledgement): Promise<Incident> {
    const { database, redactor } = this.#options;
    const incident = await acknowledge(database, {
      ...acknowledgement,
      note: acknowledgement.note && redactor.text(acknowledgement.note),
    });
    await notify(database, incidentsChannel, incident.service);
    return incident;
  }

  async #follow(saved: SavedObservation): Promise<void> {
    const { database, notices, services } = this.#options;
    const service = services.get(saved.service);
    const decision = this.#decide(
      await readMemory(database, saved.service),
      saved,
    );
    if (service === undefined || decision.kind === 'nothing') {
      return;
    }
    const assessed = await this.#assess(service, saved, decision);
    const change = await database.transaction(async tx => {
      // Another replica may have been faster.
      const now = this.#decide(await lockMemory(tx, service.id), saved);
      const made = await this.#apply(tx, { saved, decision: now, assessed });
      if (made !== undefined) {
        await this.#tell(tx, service, saved, made);
      }
      return made;
    });
    if (change !== undefined) {
      notices.soon();
      await notify(database, incidentsChannel, service.id);
    }
  }

  #decide(
    memory: Parameters<typeof decideIncident>[0],
    saved: SavedObservation,
  ): IncidentDecision {
    const { degradedForMs = DEGRADED_FOR_MS } = this.#options;
    return decideIncident(memory, saved, { degradedForMs });
  }

  /** Before the transaction, since it reads runbooks. */
  async #assess(
    service: ConfiguredService,
    saved: SavedObservation,
    { kind }: IncidentDecision,
  ): Promise<Assessed | undefined> {
    if (kind !== 'open' && kind !== 'worse') {
      return undefined;
    }
    const { markers, suggestions } = this.#options;
    const happened = await markers.list({
      service: service.id,
      from: new Date(saved.since.getTime() - HAPPENED_WITHIN_MS),
      to: saved.at,
    });
    const explanation = explain({
      title: service.title,
      observation: saved,
      // Who sees the incident may not see every run.
      happened: happened.filter(one => one.kind !== 'run'),
    });
    const [best] = await suggestions.of(service, saved);
    const severity =
      best?.severity ?? (saved.status === 'unhealthy' ? 'P0' : 'P2');
    return {
      explanation,
      summary: explanation.headline,
      severity,
      respondWithinMs: best?.respondWithinMs ?? respondWithinMsOf(severity),
      ...(best && { runbook: { id: best.runbook, title: best.title } }),
    };
  }

  async #apply(
    tx: Queryable,
    options: {
      readonly saved: SavedObservation;
      readonly decision: IncidentDecision;
      readonly assessed: Assessed | undefined;
    },
  ): Promise<Change | undefined> {
    const { saved, decision, assessed } = options;
    const { service, at } = saved;
    const memory = { service, observedAt: at, degradedSince: undefined };
    const { open } = await readMemory(tx, service);
    switch (decision.kind) {
      case 'nothing':
        return undefined;
      case 'degraded-since':
        await remember(tx, { ...memory, degradedSince: decision.since });
        return undefined;
      case 'healthy-seen':
        await remember(tx, memory);
        await healthySeen(tx, open?.id ?? '', decision.count);
        return undefined;
      case 'open': {
        if (assessed === undefined) {
          return undefined;
        }
        await remember(tx, memory);
        const row = await openIncident(tx, {
          ...assessed,
          id: uuid({ msecs: at.getTime() }),
          service,
          status: decision.status,
          openedAt: at,
          beganAt: decision.beganAt,
        });
        return changed('opened', row, assessed.explanation);
      }
      case 'worse': {
        if (assessed === undefined || open === undefined) {
          return undefined;
        }
        await remember(tx, memory);
        const row = await worsenIncident(tx, { ...assessed, id: open.id, at });
        return changed('worse', row, assessed.explanation);
      }
      case 'close': {
        await remember(tx, memory);
        const row =
          open === undefined ? undefined : await closeIncident(tx, open.id, at);
        return changed('closed', row, { headline: '', details: [] });
      }
      default:
        throw new Error(
          `Unknown decision ${JSON.stringify(decision satisfies never)}`,
        );
    }
  }

  async #tell(
    tx: Queryable,
    service: ConfiguredService,
    saved: SavedObservation,
    { change, row, explanation }: Change,
  ): Promise<void> {
    const incident = toIncident(row);
    const messages = incidentNotices({
      beganAt: row.began_at,
      at: saved.at,
      title: service.title,
      channels: channelsOf(service, incident),
      ...{ change, incident, explanation },
    });
    for (const message of messages) {
      await addNotice(tx, message);
    }
  }
}

function changed(
  change: IncidentChange,
  row: IncidentRow | undefined,
  explanation: Explanation,
): Change | undefined {
  return row && { change, row, explanation };
}

function channelsOf(
  { alerts }: ConfiguredService,
  { severity }: Incident,
): readonly NoticeChannel[] {
  if (
    alerts?.severities !== undefined &&
    !alerts.severities.includes(severity)
  ) {
    return [];
  }
  return [
    'backstage',
    ...(alerts?.slack === undefined ? [] : (['slack'] as const)),
    ...(alerts?.email === undefined ? [] : (['email'] as const)),
  ];
}

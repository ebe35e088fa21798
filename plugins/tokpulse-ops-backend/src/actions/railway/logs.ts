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

import {
  parseDuration,
  type LogLine,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  ActionError,
  createRunbookAction,
  done,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { z } from 'zod';
import { railwayToken, readServiceInstance } from './deployments';
import { RailwayClient, type RailwayOperation } from './RailwayClient';
import { configuredService, railwaySettings, serviceInput } from './settings';

const MAX_MATCHES = 50;
const MAX_MATCH_LENGTH = 500;

const logsSchema = z.object({
  deploymentLogs: z.array(
    z.object({
      timestamp: z.string(),
      message: z.string(),
      severity: z.string().nullish(),
    }),
  ),
});

const deploymentLogs: RailwayOperation<typeof logsSchema> = {
  purpose: 'read the log',
  kind: 'query',
  document: `query TokPulseOpsLogs($deploymentId: String!, $limit: Int, $filter: String, $startDate: DateTime) {
  deploymentLogs(deploymentId: $deploymentId, limit: $limit, filter: $filter, startDate: $startDate) {
    timestamp message severity
  }
}`,
  data: logsSchema,
};

const inputSchema = z.object({
  service: serviceInput,
  limit: z
    .number()
    .int()
    .min(1)
    .max(5000)
    .default(500)
    .describe('Number of lines, the newest'),
  filter: z
    .string()
    .max(500)
    .optional()
    .describe("Railway's filter, for example @level:error or a text"),
  since: z
    .string()
    .refine(text => sinceTime(text, 0) !== undefined, {
      error: 'Write a duration such as 15m, or a time in ISO 8601',
    })
    .optional()
    .describe('Only lines since then: a duration such as 15m, or a time'),
});

/**
 * Reads the process's output of the latest deployment, the crashing one
 * included. The lines go to the run's log; the output only counts them and
 * keeps the worst, because the output of a step is stored whole.
 */
export const railwayLogs = createRunbookAction({
  id: 'railway:logs',
  description:
    'Reads the log of the latest deployment of the Railway service into the log of the run',
  effect: 'read',
  input: inputSchema,
  output: z.object({
    deploymentId: z.string(),
    lines: z.number().int(),
    errors: z.number().int(),
    warnings: z.number().int(),
    /** Errors and warnings, the newest; at most 50 lines of 500 characters. */
    worst: z.array(
      z.object({ at: z.string(), level: z.string(), text: z.string() }),
    ),
    /** There were more lines than `limit`. */
    truncated: z.boolean(),
  }),
  needs: ({ service }) => [railwayToken(service)],
  plan({ input, service }) {
    const settings = railwaySettings(service);
    return [
      {
        kind: 'request',
        method: 'POST',
        url: settings.url,
        body: {
          query: deploymentLogs.document,
          variables: {
            service: configuredService(settings, input.service),
            limit: input.limit,
            ...(input.filter !== undefined && { filter: input.filter }),
            ...(input.since !== undefined && { since: input.since }),
          },
        },
      },
    ];
  },
  async execute({ input, service, log, signal }) {
    const client = new RailwayClient(service);
    const name = configuredService(client.settings, input.service);
    const { latest } = await readServiceInstance(client, name, signal);
    if (!latest) {
      throw new ActionError({
        code: 'not-found',
        message: `${name} has never been deployed, so it has no log`,
      });
    }
    const since =
      input.since === undefined
        ? undefined
        : sinceTime(input.since, Date.now());
    const { deploymentLogs: found } = await client.send(
      deploymentLogs,
      {
        deploymentId: latest.id,
        limit: input.limit,
        ...(input.filter !== undefined && { filter: input.filter }),
        ...(since !== undefined && { startDate: since.toISOString() }),
      },
      signal,
    );
    // Railway answers with one line more than asked for when there are more.
    const lines = found
      .map(toLogLine)
      .sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)))
      .slice(-input.limit);
    log.info(
      `${lines.length} lines of deployment ${latest.id} (${latest.status})`,
    );
    await log.lines(lines);
    const worst = lines.filter(({ level }) => isWorse(level));
    return done({
      deploymentId: latest.id,
      lines: lines.length,
      errors: lines.filter(({ level }) => level === 'error').length,
      warnings: lines.filter(({ level }) => level === 'warn').length,
      worst: worst.slice(-MAX_MATCHES).map(line => ({
        ...line,
        text: line.text.slice(0, MAX_MATCH_LENGTH),
      })),
      truncated: found.length > input.limit,
    });
  },
});

/** The time that a duration before `now`, or an ISO time, means. */
function sinceTime(text: string, now: number): Date | undefined {
  const duration = parseDuration(text);
  if (duration !== undefined) {
    return new Date(now - duration);
  }
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(time) ? undefined : new Date(time);
}

function toLogLine(line: {
  readonly timestamp: string;
  readonly message: string;
  readonly severity?: string | null;
}): LogLine {
  const time = new Date(line.timestamp);
  return {
    at: Number.isNaN(time.getTime())
      ? new Date(0).toISOString()
      : time.toISOString(),
    level: levelOf(line.severity ?? ''),
    text: line.message,
  };
}

function levelOf(severity: string): LogLine['level'] {
  switch (severity.toLowerCase()) {
    case 'err':
    case 'error':
    case 'fatal':
    case 'critical':
    case 'alert':
    case 'emerg':
      return 'error';
    case 'warn':
    case 'warning':
      return 'warn';
    case 'debug':
    case 'trace':
      return 'debug';
    default:
      return 'info';
  }
}

function isWorse(level: LogLine['level']): boolean {
  return level === 'error' || level === 'warn';
}

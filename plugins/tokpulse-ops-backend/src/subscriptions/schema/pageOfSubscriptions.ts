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

import type { SubscriptionAnomaly } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { SubscriptionText } from './SubscriptionText';
import { canHold, Values, type Query } from './TableText';

/** Where the next page of a list begins. */
export interface PagePosition {
  readonly id: string;
  /** In a list by a time; null behind those that have one. */
  readonly at?: string | null;
}

/** One page of the list of subscriptions. */
export interface PageRequest {
  readonly status?: string;
  /** What subscriptions refer to the plan by. */
  readonly plan?: string;
  readonly anomaly?: Exclude<SubscriptionAnomaly, 'drift' | 'unknown-status'>;
  /** Only those in one of these states. */
  readonly statuses?: readonly string[];
  /** Only these. */
  readonly ids?: readonly string[];
  /** Beginning of the organization's name. */
  readonly organization?: string;
  readonly after?: PagePosition;
  readonly limit: number;
  /** What the last counts told about the rows. */
  readonly hints?: PageHints;
}

/** What the planner cannot know: how states, times and ids go together. */
export interface PageHints {
  /**
   * Few have the state: all of them are found by it and sorted. The order's own
   * index would lead through all that ended long before them.
   */
  readonly fewHaveState?: boolean;
  /** No row of the list had an earlier time; written as `position` is. */
  readonly notBefore?: string;
}

/** By id, or by a time that is there for all of them, or that may be missing. */
type Order =
  | { readonly by: 'id' }
  | { readonly by: 'time'; readonly name: string; readonly missing: boolean };

/**
 * The statement of one page, each with a column `position` that the next page
 * begins behind; undefined when nothing can be in the list. Every order is that
 * of an index that TokPulse has: of the primary key, which grows with time, or
 * of the time that an anomaly is about.
 */
export function pageOfSubscriptions(
  text: SubscriptionText,
  request: PageRequest,
): Query | undefined {
  const { s, names } = text;
  const values = new Values();
  const id = s.column('id');
  const conditions = conditionsOf(text, request, values);
  const order = orderOf(text, request);
  if (conditions === undefined || order === undefined || id === undefined) {
    return undefined;
  }
  const { after, hints } = request;
  if (after !== undefined && !canHold(id, after.id)) {
    return undefined;
  }
  const fewFirst =
    hints?.fewHaveState === true && conditions.ofState.length > 0;
  const limit = `${values.add(request.limit)}::int`;
  // OFFSET 0 keeps the planner from looking through the parentheses.
  const source = fewFirst
    ? `(SELECT ${text.ownColumns()} FROM subscriptions s ${where(
        conditions.ofState,
      )} OFFSET 0)`
    : 'subscriptions';
  const from =
    request.organization === undefined
      ? `FROM ${source} s`
      : `FROM ${source} s JOIN organizations o ON o.id = ${s.raw(names.owner)}`;
  const part = (position: string, more: readonly string[], by: string) =>
    `(SELECT ${text.ownColumns()}, ${position} ${from} ${where([
      ...(fewFirst ? [] : conditions.ofState),
      ...conditions.others,
      ...more,
    ])} ORDER BY ${by} LIMIT ${limit})`;

  if (order.by === 'id') {
    const page = part(
      'NULL::text AS position',
      after ? [`s.id < ${values.as(id, after.id)}`] : [],
      's.id DESC',
    );
    return query(text, page, 's.id DESC', limit, { request, values });
  }
  const column = s.column(order.name);
  if (column === undefined) {
    return undefined;
  }
  const time = s.raw(order.name);
  const parts: string[] = [];
  if (after === undefined || typeof after.at === 'string') {
    const behind =
      after && typeof after.at === 'string'
        ? `(${time}, s.id) > (${values.as(column, after.at)}, ${values.as(
            id,
            after.id,
          )})`
        : `${time} IS NOT NULL`;
    parts.push(
      part(
        `${time}::text AS position, ${time} AS sort`,
        [
          behind,
          ...(hints?.notBefore === undefined
            ? []
            : [`${time} >= ${values.as(column, hints.notBefore)}`]),
        ],
        `${time}, s.id`,
      ),
    );
  }
  if (order.missing) {
    const behind =
      after?.at === null ? [`s.id > ${values.as(id, after.id)}`] : [];
    parts.push(
      part(
        `NULL::text AS position, ${time} AS sort`,
        [`${time} IS NULL`, ...behind],
        's.id',
      ),
    );
  }
  return parts.length === 0
    ? undefined
    : query(text, parts.join(' UNION ALL '), 's.sort NULLS LAST, s.id', limit, {
        request,
        values,
      });
}

function query(
  text: SubscriptionText,
  page: string,
  order: string,
  limit: string,
  { request, values }: { request: PageRequest; values: Values },
): Query {
  return {
    sql: `SELECT ${text.columns()}, s.position FROM (${page}) s ${text.joins()} ORDER BY ${order} LIMIT ${limit}`,
    values: values.list,
    maxRows: request.limit,
  };
}

/** Undefined when no row can fulfil them. */
function conditionsOf(
  text: SubscriptionText,
  request: PageRequest,
  values: Values,
):
  | { readonly ofState: readonly string[]; readonly others: readonly string[] }
  | undefined {
  const { s, o, names } = text;
  const ofState: string[] = [];
  const others: string[] = [];
  const conditions = { ofState, others };
  const isOneOf = (name: string, wanted: readonly string[]): boolean => {
    const column = s.column(name);
    const possible = column ? wanted.filter(it => canHold(column, it)) : [];
    if (column === undefined || possible.length === 0) {
      return false;
    }
    const list = possible.map(it => values.as(column, it));
    (name === 'status' ? ofState : others).push(
      list.length === 1
        ? `${s.raw(name)} = ${list[0]}`
        : `${s.raw(name)} IN (${list.join(', ')})`,
    );
    return true;
  };
  const fits =
    (request.status === undefined || isOneOf('status', [request.status])) &&
    (request.statuses === undefined || isOneOf('status', request.statuses)) &&
    (request.plan === undefined || isOneOf(names.plan, [request.plan])) &&
    (request.ids === undefined || isOneOf('id', request.ids)) &&
    (request.organization === undefined || text.byOrganization);
  if (!fits) {
    return undefined;
  }
  if (request.organization !== undefined) {
    others.push(startsWith(o.raw('name'), request.organization, values));
  }
  switch (request.anomaly) {
    case undefined:
      return conditions;
    case 'trial-over':
      others.push(text.isOver(names.trialEndsAt));
      return isOneOf('status', ['TRIAL']) ? conditions : undefined;
    case 'period-over':
      others.push(text.isOver(names.periodEnd));
      return isOneOf('status', ['ACTIVE']) ? conditions : undefined;
    case 'past-due':
      return isOneOf('status', ['PAST_DUE']) ? conditions : undefined;
    default:
      throw new Error(
        `Unknown anomaly ${JSON.stringify(request.anomaly satisfies never)}`,
      );
  }
}

function orderOf(
  { s, names }: SubscriptionText,
  { anomaly }: PageRequest,
): Order | undefined {
  switch (anomaly) {
    case 'trial-over':
      return s.has(names.trialEndsAt)
        ? { by: 'time', name: names.trialEndsAt, missing: false }
        : undefined;
    case 'period-over':
      return s.has(names.periodEnd)
        ? { by: 'time', name: names.periodEnd, missing: false }
        : undefined;
    case 'past-due':
      return s.has(names.periodEnd)
        ? { by: 'time', name: names.periodEnd, missing: true }
        : { by: 'id' };
    default:
      return { by: 'id' };
  }
}

/** As it was typed and in the usual ways of writing names, each of which an index on the beginning can carry. */
function startsWith(column: string, text: string, values: Values): string {
  const lower = text.toLocaleLowerCase('en-US');
  const capitals = lower.replace(/(^|\s)\S/g, it =>
    it.toLocaleUpperCase('en-US'),
  );
  return `(${[...new Set([text, capitals, lower])]
    .map(it => `${column} LIKE ${values.add(`${escaped(it)}%`)}`)
    .join(' OR ')})`;
}

function escaped(text: string): string {
  return text.replace(/[\\%_]/g, it => `\\${it}`);
}

function where(conditions: readonly string[]): string {
  return conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
}

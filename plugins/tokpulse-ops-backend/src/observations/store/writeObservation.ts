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

import type { Statement } from '../../runs/Database';
import { countStatusText } from './countStatus';

/**
 * Everything that one observation writes, in one statement: it is the past
 * (`observations`), the present (`observed_services`), how long the observation
 * before it stood, what changed, and what its figures add to their minute.
 */
export const writeObservationSql: Statement = {
  name: 'write_observation',
  text: `
    with past as (
      insert into observations (service_id, at, status, summary, hosts, failure)
      values ($1, $2, $3, $4::jsonb ->> 'summary', $5, $4::jsonb -> 'failure')
    ),
    present as (
      update observed_services set
        at = $2, status = $3, observation = $4, parts = $6, since = $7,
        previous = $8, next_at = $9, stands_until = $10, counted_until = $2,
        rolled_until = $11
      where id = $1
    ),
    counted as (${countStatusText({
      ...{ service: '$1', status: '$14', from: '$15', to: '$16' },
    })}
    ),
    changed as (
      insert into observation_changes
        (service_id, at, position, host, check_name, from_status, to_status, message)
      select $1, $2, c.position, c.value ->> 'host', c.value ->> 'check',
        c.value ->> 'from', c.value ->> 'to', c.value ->> 'message'
      from jsonb_array_elements($12::jsonb) with ordinality c (value, position)
    ),
    given as materialized (
      select * from jsonb_to_recordset($13::jsonb) as figure (
        key text, kind text, host text, name text, unit text, labels jsonb,
        max double precision, buckets smallint[], counts integer[],
        value double precision
      )
    ),
    known as materialized (
      select s.id, s.key from given g
      join observed_series s on s.service_id = $1 and s.key = g.key
    ),
    added as (
      insert into observed_series (service_id, key, kind, host, name, unit, labels)
      select $1, g.key, g.kind, g.host, g.name, g.unit, g.labels from given g
      where not exists (select from known k where k.key = g.key)
      returning id, key
    ),
    figures as materialized (
      select s.id as series_id, date_trunc('minute', $2::timestamptz) as minute,
        g.kind, g.max, g.buckets, g.counts, g.value
      from given g
      join (select * from known union all select * from added) s on s.key = g.key
    ),
    readings as (
      insert into reading_minutes as minute (series_id, at, max, buckets, counts)
      select series_id, figures.minute, max, buckets, counts
      from figures where kind = 'reading'
      on conflict (series_id, at) do update set
        max = greatest(minute.max, excluded.max),
        buckets = minute.buckets || excluded.buckets,
        counts = minute.counts || excluded.counts
    )
    insert into metric_minutes as minute (series_id, at, sum, count)
    select series_id, figures.minute, value, 1
    from figures where kind = 'metric'
    on conflict (series_id, at) do update set
      sum = minute.sum + excluded.sum, count = minute.count + excluded.count`,
};

/**
 * The answers of endpoints as they are now. Those of hosts that are gone go;
 * those that were not asked this time stay.
 */
export const writeEndpointsSql: Statement = {
  name: 'write_observed_endpoints',
  text: `
    with gone as (
      delete from observed_endpoints
      where service_id = $1 and host <> all ($3::text[])
    )
    insert into observed_endpoints (service_id, host, endpoint, answer)
    select $1, h.key, e.key, e.value
    from jsonb_each($2::jsonb) h, jsonb_each(h.value) e
    where h.key = any ($3::text[])
    on conflict (service_id, host, endpoint) do update set
      answer = excluded.answer`,
};

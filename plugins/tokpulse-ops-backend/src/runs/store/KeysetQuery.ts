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

import type { RunVisibility } from '../types';
import { parseCursor } from './cursor';
import { Parameters } from './Parameters';
import { servicesOf, visibilitySql } from './visibility';

/** The text of a statement and its values. */
export interface BuiltStatement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/**
 * Builds one page of a list, newest first. Services and states become one short
 * index scan each, so that a list of the few rows that are open does not read
 * the many that are not.
 */
export class KeysetQuery {
  readonly parameters = new Parameters();
  readonly #alias: string;
  readonly #sources: string[] = [];
  readonly #conditions: string[] = [];

  /** @param options - `alias`: of the table, which has the columns `id`, `service` and `state` */
  constructor(options: { readonly alias: string }) {
    this.#alias = options.alias;
  }

  where(...conditions: readonly string[]): void {
    this.#conditions.push(...conditions);
  }

  /** A scan of its own for each service that the filter leaves. */
  ofServices(filter: {
    readonly service?: string;
    readonly visible?: RunVisibility;
  }): void {
    const services = servicesOf(filter);
    if (services !== undefined) {
      this.#scanEach('service', services);
    }
  }

  /** A scan of its own for each state. */
  inStates(states: readonly string[]): void {
    this.#scanEach('state', states);
  }

  visibleAs(visible: RunVisibility | undefined): void {
    if (visible !== undefined) {
      this.where(visibilitySql(visible, this.parameters));
    }
  }

  /** @param list - what it is a list of, for the error about a wrong cursor */
  after(cursor: string | undefined, list: string): void {
    if (cursor !== undefined) {
      const id = this.parameters.add(parseCursor(cursor, list), 'uuid');
      this.where(`${this.#alias}.id < ${id}`);
    }
  }

  /** The newest rows of a `select … from …` for which all conditions hold. */
  newest(
    select: string,
    options: { readonly limit: string; readonly and?: string },
  ): string {
    const { limit, and } = options;
    const all = [...this.#conditions, ...(and === undefined ? [] : [and])];
    const where = all.length > 0 ? `where ${all.join(' and ')}` : '';
    return `${select} ${where} order by ${this.#alias}.id desc limit ${limit}`;
  }

  /** The newest of all scans together, of which `page` is one. */
  statement(page: string, limit: string): BuiltStatement {
    return {
      text:
        this.#sources.length === 0
          ? page
          : `select page.* from ${this.#sources.join(' cross join ')}
             cross join lateral (${page}) page
             order by page.id desc limit ${limit}`,
      values: this.parameters.values,
    };
  }

  #scanEach(column: 'service' | 'state', values: readonly string[]): void {
    const list = this.parameters.add(values, 'text[]');
    this.#sources.push(`unnest(${list}) as ${column} (id)`);
    this.where(`${this.#alias}.${column} = ${column}.id`);
  }
}

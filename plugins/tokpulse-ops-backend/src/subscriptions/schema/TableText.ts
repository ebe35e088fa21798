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
  columnOf,
  quoted,
  type DatabaseShape,
  type ShapeColumn,
} from './DatabaseShape';

/** A statement and its values; `maxRows` caps both rows and surprise. */
export interface Query {
  readonly sql: string;
  readonly values: readonly unknown[];
  readonly maxRows: number;
}

/** Collects the values of one statement. */
export class Values {
  readonly list: unknown[] = [];

  add(value: unknown): string {
    this.list.push(value);
    return `$${this.list.length}`;
  }

  /** A value as the type of a column, so that an index on it can be used. */
  as(column: ShapeColumn, value: string): string {
    return `${this.add(value)}::text::${typeOf(column)}`;
  }
}

/**
 * Writes the columns of one table under an alias. One that is not there, or
 * that the read-only role may not read, is written as a NULL of its type.
 */
export class TableText {
  readonly #shape: DatabaseShape;
  readonly #table: string;
  readonly #alias: string;

  constructor(shape: DatabaseShape, table: string, alias: string) {
    this.#shape = shape;
    this.#table = table;
    this.#alias = alias;
  }

  /** The column, if it is there and may be read. */
  column(name: string): ShapeColumn | undefined {
    const column = columnOf(this.#shape, this.#table, name);
    return column?.readable ? column : undefined;
  }

  has(name: string): boolean {
    return this.column(name) !== undefined;
  }

  /** The column itself, for conditions and orders; its index can be used. */
  raw(name: string): string {
    return `${this.#alias}.${quoted(name)}`;
  }

  /** Of an enumeration as well: it does not compare with texts. */
  text(name: string): string {
    return this.has(name) ? `${this.raw(name)}::text` : 'NULL::text';
  }

  number(name: string): string {
    return this.has(name) ? `${this.raw(name)}::float8` : 'NULL::float8';
  }

  boolean(name: string): string {
    return this.has(name) ? this.raw(name) : 'NULL::boolean';
  }

  /** The moment: times without a zone hold UTC, numbers are milliseconds. */
  time(name: string): string {
    const column = this.column(name);
    switch (column?.type) {
      case undefined:
        return 'NULL::timestamptz';
      case 'timestamp':
        return `${this.raw(name)} AT TIME ZONE 'UTC'`;
      case 'int4':
      case 'int8':
      case 'numeric':
      case 'float8':
        return `to_timestamp(${this.raw(name)} / 1000.0)`;
      default:
        return `${this.raw(name)}::timestamptz`;
    }
  }

  /** The current time, `seconds` ago, as something to compare the column with. */
  ago(name: string, seconds: number): string {
    const moment = `(now() - interval '${Math.trunc(seconds)} seconds')`;
    return this.column(name)?.type === 'timestamp'
      ? `(${moment} AT TIME ZONE 'UTC')`
      : moment;
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const WHOLE = /^\d{1,15}$/;

/** Whether the column could hold the value; a comparison would fail otherwise. */
export function canHold(column: ShapeColumn, value: string): boolean {
  if (column.enumeration) {
    return column.enumeration.labels.includes(value);
  }
  switch (column.type) {
    case 'uuid':
      return UUID.test(value);
    case 'int2':
    case 'int4':
      return WHOLE.test(value) && Number(value) < 2 ** 31;
    case 'int8':
    case 'numeric':
      return WHOLE.test(value);
    default:
      return true;
  }
}

function typeOf(column: ShapeColumn): string {
  return column.enumeration?.sqlName ?? quoted(column.type);
}

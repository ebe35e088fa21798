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

/** A column as the database has it. */
export interface ShapeColumn {
  readonly table: string;
  readonly name: string;
  /** Name of its type, such as `timestamp`, `text`, `SubscriptionStatus`. */
  readonly type: string;
  /** The labels of an enumeration, with the name of its type, quoted. */
  readonly enumeration?: {
    readonly sqlName: string;
    readonly labels: readonly string[];
  };
  readonly array: boolean;
  /** Whether the read-only role may read it. */
  readonly readable: boolean;
}

/** An index of one of the tables. */
export interface ShapeIndex {
  readonly table: string;
  /** `null` stands for an expression. */
  readonly columns: readonly (string | null)[];
  /** `CREATE INDEX …`, as PostgreSQL tells it. */
  readonly definition: string;
}

/** The tables that matter here, as they are found in one database. */
export interface DatabaseShape {
  readonly columns: readonly ShapeColumn[];
  /** Whole and valid ones only. */
  readonly indexes: readonly ShapeIndex[];
  /** The planner's estimate of rows, by table. */
  readonly rows: Readonly<Record<string, number>>;
}

/** A column, or undefined where the table has none of that name. */
export function columnOf(
  shape: DatabaseShape,
  table: string,
  name: string,
): ShapeColumn | undefined {
  return shape.columns.find(it => it.table === table && it.name === name);
}

/** Whether there is a table, or a view, of that name. */
export function hasTable(shape: DatabaseShape, table: string): boolean {
  return shape.columns.some(column => column.table === table);
}

/** An identifier that can stand in a statement. */
export function quoted(name: string): string {
  return `"${name.replace(/"/g, '""')}"`;
}

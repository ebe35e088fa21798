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

import { hasSqlDetails, parse } from 'libpg-query';
import { ActionError } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { allowedFunctions } from './allowedFunctions';

const MAX_LENGTH = 20_000;
/** Objects and lists inside one another in the syntax tree. */
const MAX_DEPTH = 400;

/** Kinds of syntax nodes that a plain SELECT consists of; any other is refused. */
const ALLOWED_NODES: ReadonlySet<string> = new Set([
  'SelectStmt',
  'ResTarget',
  'ColumnRef',
  'ParamRef',
  'A_Star',
  'A_Const',
  'A_Expr',
  'A_ArrayExpr',
  'A_Indirection',
  'A_Indices',
  'BoolExpr',
  'NullTest',
  'BooleanTest',
  'CaseExpr',
  'CaseWhen',
  'CoalesceExpr',
  'MinMaxExpr',
  'RowExpr',
  'FuncCall',
  'NamedArgExpr',
  'SQLValueFunction',
  'TypeCast',
  'TypeName',
  'CollateClause',
  'SubLink',
  'RangeVar',
  'RangeSubselect',
  'RangeFunction',
  'JoinExpr',
  'Alias',
  'SortBy',
  'WindowDef',
  'GroupingSet',
  'GroupingFunc',
  'CommonTableExpr',
  'List',
  'String',
  'Integer',
  'Float',
  'Boolean',
  'BitString',
]);

const TOO_DEEP = 'it is nested too deeply';

const FORBIDDEN_FIELDS: Readonly<Record<string, string>> = {
  intoClause: 'SELECT INTO makes a table',
  lockingClause: 'FOR UPDATE and FOR SHARE lock rows',
};

/**
 * Lets one plain SELECT through and nothing else. The text is parsed by
 * PostgreSQL's own parser, and every node of the tree must be of a known kind:
 * an allow-list, so that syntax of a later version is refused until somebody
 * has thought about it. Throws `invalid-input` or `forbidden`.
 */
export async function checkStatement(sql: string): Promise<void> {
  if (sql.length > MAX_LENGTH) {
    throw new ActionError({
      code: 'invalid-input',
      message: `The statement has more than ${MAX_LENGTH} characters`,
    });
  }
  const tree = await parseTree(sql);
  const statements = tree.stmts ?? [];
  if (statements.length !== 1) {
    throw refuse(
      `it holds ${statements.length} statements, and one is allowed`,
    );
  }
  const [{ stmt }] = statements;
  if (!isRecord(stmt) || !Object.hasOwn(stmt, 'SelectStmt')) {
    throw refuse('it is no SELECT');
  }
  visit(stmt, 0);
}

async function parseTree(
  sql: string,
): Promise<{ stmts?: ReadonlyArray<{ stmt?: unknown }> }> {
  try {
    return await parse(sql);
  } catch (error) {
    // PostgreSQL's parser recurses, and so its own stack is the first limit.
    if (error instanceof RangeError) {
      throw refuse(TOO_DEEP);
    }
    const details = hasSqlDetails(error) ? error.sqlDetails : undefined;
    throw new ActionError({
      code: 'invalid-input',
      message: `The statement is not valid SQL${
        details
          ? `: ${details.message} (character ${details.cursorPosition})`
          : ''
      }`,
      cause: error,
    });
  }
}

function visit(value: unknown, depth: number): void {
  if (depth > MAX_DEPTH) {
    throw refuse(TOO_DEEP);
  }
  if (Array.isArray(value)) {
    value.forEach(item => visit(item, depth + 1));
    return;
  }
  if (!isRecord(value)) {
    return;
  }
  for (const [key, child] of Object.entries(value)) {
    // The tree wraps every node in an object with one key, the node's kind.
    if (/^[A-Z]/.test(key)) {
      if (!ALLOWED_NODES.has(key)) {
        throw refuse(`it holds a ${key}, which is not part of a plain SELECT`);
      }
      if (key === 'FuncCall') {
        checkFunction(child);
      }
    } else if (Object.hasOwn(FORBIDDEN_FIELDS, key)) {
      throw refuse(FORBIDDEN_FIELDS[key]);
    } else if (['operName', 'useOp'].includes(key)) {
      checkOperator(child);
    }
    if (key === 'A_Expr' && isRecord(child)) {
      checkOperator(child.name);
    }
    visit(child, depth + 1);
  }
}

function checkFunction(call: unknown): void {
  const parts = isRecord(call) ? namesOf(call.funcname) : [];
  const name = parts.at(-1) ?? '';
  const builtIn =
    parts.length === 1 || (parts.length === 2 && parts[0] === 'pg_catalog');
  if (!builtIn || !allowedFunctions.has(name)) {
    throw refuse(`the function ${parts.join('.')} is not on the list`);
  }
}

function checkOperator(names: unknown): void {
  const parts = namesOf(names);
  if (parts.length > 1 && parts[0] !== 'pg_catalog') {
    throw refuse(`the operator ${parts.join('.')} is not a built-in one`);
  }
}

function namesOf(names: unknown): readonly string[] {
  return Array.isArray(names)
    ? names.map(name =>
        isRecord(name) && isRecord(name.String)
          ? String(name.String.sval ?? '')
          : '',
      )
    : [];
}

function refuse(reason: string): ActionError {
  return new ActionError({
    code: 'forbidden',
    message: `The statement is refused: ${reason}`,
    nextStep:
      'Diagnostic reads are one plain SELECT with the built-in functions that only compute',
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

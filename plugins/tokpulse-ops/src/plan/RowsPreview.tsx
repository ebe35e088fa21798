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

import { makeStyles } from '@material-ui/core/styles';
import type { Preview } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useId } from 'react';
import { visibleText } from '../text/visibleText';
import { hairline, monospace, quietText, tonesOf } from '../tones/tones';
import { useText } from '../translation';

const useStyles = makeStyles(
  theme => ({
    root: {
      border: `1px solid ${hairline(theme)}`,
      borderRadius: 4,
      overflowX: 'auto',
    },
    caption: {
      margin: 0,
      padding: '4px 10px',
      fontSize: 12.5,
      color: quietText(theme),
    },
    table: {
      borderCollapse: 'collapse',
      width: '100%',
      fontFamily: monospace,
      fontSize: 12.5,
      lineHeight: '19px',
      '& th, & td': {
        padding: '3px 10px',
        textAlign: 'left',
        verticalAlign: 'top',
        borderTop: `1px solid ${hairline(theme)}`,
        whiteSpace: 'pre-wrap',
        // Words stay whole: the table scrolls where it is too wide.
        overflowWrap: 'break-word',
        minWidth: 72,
        maxWidth: 320,
      },
      '& th': { color: quietText(theme), fontWeight: 600 },
    },
    before: { textDecoration: 'line-through', color: quietText(theme) },
    after: {
      fontWeight: 700,
      textDecoration: 'none',
      color: tonesOf(theme).warning.text,
    },
    arrow: { padding: '0 6px', color: quietText(theme) },
  }),
  { name: 'TokPulseOpsRowsPreview' },
);

type RowsOf = Extract<Preview, { kind: 'rows' }>;
type Cell = RowsOf['rows'][number]['before'][number] | undefined;

function textOf(value: Cell): string {
  if (value === undefined) {
    return '';
  }
  return visibleText(typeof value === 'string' ? value : JSON.stringify(value));
}

const CellText = (props: { readonly before: Cell; readonly after: Cell }) => {
  const classes = useStyles();
  const before = textOf(props.before);
  const after = textOf(props.after);
  if (props.after === undefined || before === after) {
    return <>{before}</>;
  }
  return (
    <>
      <del className={classes.before}>{before}</del>
      <span className={classes.arrow}>→</span>
      <ins className={classes.after}>{after}</ins>
    </>
  );
};

/** Rows that a statement would touch: what changes stands as old → new. */
export const RowsPreview = ({ preview }: { readonly preview: RowsOf }) => {
  const { table, columns, rows, total } = preview;
  const classes = useStyles();
  const t = useText();
  const id = useId();
  return (
    // Wider than the page on a phone: it scrolls; a browser lets the keyboard do so too.
    <div className={classes.root} role="region" aria-labelledby={id}>
      <p id={id} className={classes.caption}>
        {t('preview.rows', { count: total, table: visibleText(table) })}
        {rows.length < total &&
          ` · ${t('preview.rowsShown', { count: rows.length })}`}
      </p>
      {rows.length > 0 && (
        <table className={classes.table}>
          <thead>
            <tr>
              {columns.map(column => (
                <th key={column} scope="col">
                  {visibleText(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ before, after }, row) => (
              <tr key={row}>
                {columns.map((column, index) => (
                  <td key={column}>
                    <CellText before={before[index]} after={after?.[index]} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
};

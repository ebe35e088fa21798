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

import Checkbox from '@material-ui/core/Checkbox';
import { makeStyles } from '@material-ui/core/styles';
import BlockIcon from '@material-ui/icons/Block';
import { PreviewView } from '../../plan/PreviewView';
import { Disclosure } from '../../text/Disclosure';
import { visibleText } from '../../text/visibleText';
import { ToneIcon } from '../../tones/ToneIcon';
import { hairline, monospace, quietText } from '../../tones/tones';
import { useText } from '../../translation';
import type { UndoRow } from './undoPlanRows';

const useStyles = makeStyles(
  theme => ({
    root: {
      listStyle: 'none',
      margin: 0,
      padding: 0,
      border: `1px solid ${hairline(theme)}`,
      borderRadius: 6,
    },
    row: {
      display: 'grid',
      gridTemplateColumns: '38px minmax(0, 1fr)',
      gap: '0 4px',
      padding: '6px 14px 8px 4px',
      '& + &': { borderTop: `1px solid ${hairline(theme)}` },
    },
    mark: { justifySelf: 'center', marginTop: 9, fontSize: 20 },
    body: {
      display: 'grid',
      gap: 4,
      gridTemplateColumns: 'minmax(0, 1fr)',
      paddingTop: 7,
      '& p': { margin: 0 },
    },
    name: { fontWeight: 600, overflowWrap: 'anywhere' },
    quiet: { fontSize: 13, color: quietText(theme) },
    action: { fontFamily: monospace, fontSize: 12.5 },
  }),
  { name: 'TokPulseOpsUndoRows' },
);

export interface UndoRowsProps {
  readonly rows: readonly UndoRow[];
  readonly left: ReadonlySet<string>;
  readonly onToggle: (stepId: string) => void;
}

/** What is taken back, in that order, what is left, and what cannot be. */
export const UndoRows = ({ rows, left, onToggle }: UndoRowsProps) => {
  const classes = useStyles();
  const t = useText();
  const impossible = (row: Extract<UndoRow, { kind: 'impossible' }>) => {
    if (row.because === 'unknown') {
      return t('undoing.unknown');
    }
    return row.because === undefined
      ? t('undoing.noWay')
      : t('undoing.impossible', { reason: visibleText(row.because.said) });
  };
  return (
    <ol className={classes.root} aria-label={t('undoing.order')}>
      {rows.map(row => (
        <li key={row.step.id} className={classes.row}>
          {row.kind === 'possible' ? (
            <Checkbox
              size="small"
              color="primary"
              checked={!left.has(row.step.id)}
              onChange={() => onToggle(row.step.id)}
              inputProps={{ 'aria-label': row.step.name }}
            />
          ) : (
            <ToneIcon
              icon={BlockIcon}
              tone="neutral"
              className={classes.mark}
            />
          )}
          <div className={classes.body}>
            <span className={classes.name}>{row.step.name}</span>
            {row.kind === 'impossible' && (
              <p className={classes.quiet}>{impossible(row)}</p>
            )}
            {row.kind === 'possible' && row.planned === undefined && (
              <p className={classes.quiet}>{t('undoing.leftAsIs')}</p>
            )}
            {row.kind === 'possible' && row.planned !== undefined && (
              <>
                <p className={classes.quiet}>
                  <span className={classes.action}>
                    {row.planned.step.action}
                  </span>
                  {' · '}
                  {row.planned.actionDescription}
                  {row.planned.items !== undefined && (
                    <>
                      {' · '}
                      {t('undoing.items', { count: row.planned.items.length })}
                    </>
                  )}
                </p>
                {row.planned.previews.length > 0 && (
                  <Disclosure label={t('ask.exactly')}>
                    {row.planned.previews.map((preview, index) => (
                      <PreviewView key={index} preview={preview} />
                    ))}
                  </Disclosure>
                )}
              </>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
};

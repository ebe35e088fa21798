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
import AddIcon from '@material-ui/icons/Add';
import EditIcon from '@material-ui/icons/Edit';
import RemoveIcon from '@material-ui/icons/Remove';
import type { Preview } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { visibleText } from '../text/visibleText';
import type { Sign } from '../tones/sign';
import { SignChip } from '../tones/SignChip';
import { monospace, quietText } from '../tones/tones';
import { type Text, useText } from '../translation';

const useStyles = makeStyles(
  theme => ({
    label: { margin: 0, fontSize: 14, color: quietText(theme) },
    list: {
      listStyle: 'none',
      margin: '4px 0 0',
      padding: 0,
      display: 'grid',
      gap: 2,
      gridTemplateColumns: 'minmax(0, 1fr)',
    },
    item: { display: 'flex', gap: 10, alignItems: 'center' },
    name: { fontFamily: monospace, fontSize: 12.5, overflowWrap: 'anywhere' },
    change: { minWidth: 92 },
  }),
  { name: 'TokPulseOpsVariablesPreview' },
);

type VariablesOf = Extract<Preview, { kind: 'variables' }>;
type Change = VariablesOf['items'][number]['change'];

function signOf(t: Text, change: Change): Sign {
  switch (change) {
    case 'added':
      return { tone: 'ok', icon: AddIcon, word: t('preview.added') };
    case 'removed':
      return { tone: 'critical', icon: RemoveIcon, word: t('preview.removed') };
    case 'changed':
      return { tone: 'warning', icon: EditIcon, word: t('preview.changed') };
    default:
      return change satisfies never;
  }
}

/** Variables that change with a step, by name and never by value. */
export const VariablesPreview = (props: { readonly preview: VariablesOf }) => {
  const { items } = props.preview;
  const classes = useStyles();
  const t = useText();
  return (
    <div>
      <p className={classes.label}>
        {t('preview.variables', { count: items.length })}
      </p>
      <ul className={classes.list}>
        {items.map(({ name, change }) => (
          <li key={name} className={classes.item}>
            <SignChip
              sign={signOf(t, change)}
              look="plain"
              className={classes.change}
            />
            <span className={classes.name}>{visibleText(name)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
};

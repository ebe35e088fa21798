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
import DialogContent from '@material-ui/core/DialogContent';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import { makeStyles } from '@material-ui/core/styles';
import { Fragment } from 'react';
import { OpsDialog } from '../../states/OpsDialog';
import { hairline, monospace, sunken } from '../../tones/tones';
import { useText } from '../../translation';

const useStyles = makeStyles(
  theme => ({
    keys: {
      display: 'grid',
      gridTemplateColumns: 'auto minmax(0, 1fr)',
      gap: '8px 16px',
      alignItems: 'baseline',
      margin: 0,
      fontSize: 14,
      '& dd': { margin: 0 },
    },
    key: {
      padding: '1px 7px',
      border: `1px solid ${hairline(theme)}`,
      borderBottomWidth: 2,
      borderRadius: 4,
      backgroundColor: sunken(theme),
      fontFamily: monospace,
      fontSize: 12.5,
    },
  }),
  { name: 'TokPulseOpsShortcutsDialog' },
);

const shortcuts = [
  [['n'], 'keys.next'],
  [['j', 'k'], 'keys.steps'],
  [['s'], 'keys.timeline'],
  [['l'], 'keys.log'],
  [['r'], 'keys.record'],
  [['f'], 'keys.follow'],
  [['/'], 'keys.search'],
  [['t'], 'keys.takeOver'],
  [['Ctrl', 'Enter'], 'keys.send'],
  [['Esc'], 'keys.close'],
  [['?'], 'keys.help'],
] as const;

export interface ShortcutsDialogProps {
  readonly keys: 'on' | 'off';
  readonly onKeys: (keys: 'on' | 'off') => void;
  readonly onClose: () => void;
}

/** What the keyboard does on the page of a run. */
export const ShortcutsDialog = (props: ShortcutsDialogProps) => {
  const { keys, onKeys, onClose } = props;
  const classes = useStyles();
  const t = useText();
  return (
    <OpsDialog title={t('keys.title')} size="sm" onClose={onClose}>
      <DialogContent>
        <dl className={classes.keys}>
          {shortcuts.map(([combination, words]) => (
            <Fragment key={words}>
              <dt>
                {combination.map((key, index) => (
                  <Fragment key={key}>
                    {index > 0 && ' '}
                    <kbd className={classes.key}>{key}</kbd>
                  </Fragment>
                ))}
              </dt>
              <dd>{t(words)}</dd>
            </Fragment>
          ))}
        </dl>
        <FormControlLabel
          label={t('keys.single')}
          control={
            <Checkbox
              color="primary"
              checked={keys === 'on'}
              onChange={(_, checked) => onKeys(checked ? 'on' : 'off')}
            />
          }
        />
      </DialogContent>
    </OpsDialog>
  );
};

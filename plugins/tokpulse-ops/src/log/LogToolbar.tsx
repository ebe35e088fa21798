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

import FormControlLabel from '@material-ui/core/FormControlLabel';
import InputAdornment from '@material-ui/core/InputAdornment';
import { makeStyles } from '@material-ui/core/styles';
import Switch from '@material-ui/core/Switch';
import TextField from '@material-ui/core/TextField';
import SearchIcon from '@material-ui/icons/Search';
import type { RunStep } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useText } from '../translation';

const useStyles = makeStyles(
  {
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '6px 12px',
      padding: '8px 12px',
    },
    search: { flex: '1 1 160px', minWidth: 120 },
    step: { flex: '0 1 180px', minWidth: 110 },
    toggle: {
      margin: 0,
      gap: 2,
      '& .MuiFormControlLabel-label': { fontSize: 13 },
    },
  },
  { name: 'TokPulseOpsLogToolbar' },
);

/** How the log is looked at. */
export interface LogLook {
  readonly stepId: string | undefined;
  readonly search: string;
  readonly wrap: 'wrap' | 'no-wrap';
  readonly following: boolean;
}

export interface LogToolbarProps {
  readonly steps: readonly RunStep[];
  readonly look: LogLook;
  readonly onLook: (look: LogLook) => void;
}

/** Search, filter and ways to look at the log. */
export const LogToolbar = (props: LogToolbarProps) => {
  const { steps, look, onLook } = props;
  const classes = useStyles();
  const t = useText();
  return (
    <div className={classes.root} role="search">
      <TextField
        className={classes.search}
        size="small"
        variant="outlined"
        placeholder={t('log.searchShort')}
        value={look.search}
        onChange={event => onLook({ ...look, search: event.target.value })}
        inputProps={{
          'aria-label': t('log.search'),
          'aria-keyshortcuts': '/',
          type: 'search',
        }}
        InputProps={{
          startAdornment: (
            <InputAdornment position="start">
              <SearchIcon fontSize="small" aria-hidden="true" />
            </InputAdornment>
          ),
        }}
      />
      <TextField
        className={classes.step}
        select
        size="small"
        variant="outlined"
        SelectProps={{ native: true }}
        inputProps={{ 'aria-label': t('log.step') }}
        value={look.stepId ?? ''}
        onChange={({ target }) =>
          onLook({
            ...look,
            stepId: target.value === '' ? undefined : target.value,
          })
        }
      >
        <option value="">{t('log.allSteps')}</option>
        {steps.map((step, index) => (
          <option key={step.id} value={step.id}>
            {index + 1}. {step.name}
          </option>
        ))}
      </TextField>
      <FormControlLabel
        className={classes.toggle}
        label={t('log.follow')}
        control={
          <Switch
            size="small"
            color="primary"
            checked={look.following}
            inputProps={{ 'aria-keyshortcuts': 'f' }}
            onChange={(_, following) => onLook({ ...look, following })}
          />
        }
      />
      <FormControlLabel
        className={classes.toggle}
        label={t('log.wrap')}
        control={
          <Switch
            size="small"
            color="primary"
            checked={look.wrap === 'wrap'}
            onChange={(_, wrap) =>
              onLook({ ...look, wrap: wrap ? 'wrap' : 'no-wrap' })
            }
          />
        }
      />
    </div>
  );
};

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
import Autocomplete from '@material-ui/lab/Autocomplete';
import TextField from '@material-ui/core/TextField';
import { useDeferredValue, useEffect, useId, useState } from 'react';
import { focusAtOnce } from '../../text/TextInput';
import { quietText } from '../../tones/tones';
import { useText } from '../../translation';
import { type Person, usePeople } from './usePeople';

const useStyles = makeStyles(
  theme => ({
    option: { display: 'grid', lineHeight: '20px' },
    quiet: { fontSize: 12.5, color: quietText(theme) },
  }),
  { name: 'TokPulseOpsPersonPicker' },
);

export interface PersonPickerProps {
  readonly label: string;
  readonly person: Person | null;
  /** Entity refs of people who cannot be picked. */
  readonly without: readonly string[];
  readonly onPerson: (person: Person | null) => void;
}

/** Picks one user of the catalog, by name. */
export const PersonPicker = (props: PersonPickerProps) => {
  const { label, person, without, onPerson } = props;
  const classes = useStyles();
  const t = useText();
  const id = useId();
  const [search, setSearch] = useState('');
  useEffect(() => focusAtOnce(document.getElementById(id)), [id]);
  const people = usePeople(useDeferredValue(search));
  const found = people.kind === 'data' ? people.data : [];
  const failed = people.kind === 'error' || people.kind === 'forbidden';
  return (
    <Autocomplete
      id={id}
      value={person}
      options={found.filter(({ entityRef }) => !without.includes(entityRef))}
      getOptionLabel={option => option.name}
      getOptionSelected={(option, value) =>
        option.entityRef === value.entityRef
      }
      // The catalog has searched already.
      filterOptions={options => options}
      loading={people.kind === 'loading'}
      loadingText={t('problem.loading', { what: t('lead.people') })}
      noOptionsText={t('lead.nobody')}
      onChange={(_, picked) => onPerson(picked)}
      onInputChange={(_, text, because) =>
        setSearch(because === 'reset' ? '' : text)
      }
      renderOption={option => (
        <span className={classes.option}>
          {option.name}
          <span className={classes.quiet}>
            {option.email ?? option.entityRef}
          </span>
        </span>
      )}
      renderInput={params => (
        <TextField
          {...params}
          required
          variant="outlined"
          size="small"
          label={label}
          error={failed}
          helperText={
            failed ? t('problem.error', { what: t('lead.people') }) : undefined
          }
        />
      )}
    />
  );
};

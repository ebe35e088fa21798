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

import TextField from '@material-ui/core/TextField';
import Autocomplete from '@material-ui/lab/Autocomplete';
import { useDeferredValue, useId, useState } from 'react';
import { type Person, usePeople } from '../run/lead/usePeople';
import { useMyself, usePersonName } from '../text/PersonName';
import { useText } from '../translation';

export interface PersonFilterProps {
  /** Entity ref; undefined: everybody. */
  readonly person: string | undefined;
  readonly onPerson: (entityRef: string | undefined) => void;
}

/** Picks one user of the catalog, or nobody in particular. */
export const PersonFilter = ({ person, onPerson }: PersonFilterProps) => {
  const t = useText();
  const id = useId();
  const myself = useMyself();
  const personName = usePersonName();
  const [search, setSearch] = useState('');
  const people = usePeople(useDeferredValue(search));
  const found = people.kind === 'data' ? people.data : [];
  const refs = [
    ...new Set([
      ...(myself === undefined ? [] : [myself]),
      ...found.map(({ entityRef }) => entityRef),
      ...(person === undefined ? [] : [person]),
    ]),
  ];
  const nameOf = (ref: string) =>
    ref === myself
      ? personName(ref)
      : found.find((one: Person) => one.entityRef === ref)?.name ??
        personName(ref);
  return (
    <Autocomplete
      id={id}
      size="small"
      value={person ?? null}
      options={refs}
      getOptionLabel={nameOf}
      loading={people.kind === 'loading'}
      loadingText={t('problem.loading', { what: t('lead.people') })}
      noOptionsText={t('lead.nobody')}
      onChange={(_, picked) => onPerson(picked ?? undefined)}
      onInputChange={(_, text, because) =>
        setSearch(because === 'reset' ? '' : text)
      }
      renderInput={params => (
        <TextField
          {...params}
          variant="outlined"
          label={t('runs.person')}
          placeholder={t('runs.anybody')}
          InputLabelProps={{ ...params.InputLabelProps, shrink: true }}
        />
      )}
    />
  );
};

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

import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import type { ServiceInfo } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { ParamChanges } from '../data/searchParam';
import { SelectInput } from '../text/SelectInput';
import { TextInput } from '../text/TextInput';
import { useText } from '../translation';
import { PersonFilter } from './PersonFilter';
import { type RunFilter, type StateChoice, stateChoices } from './runFilter';
import type { RunbookChoice } from './useFilteredRuns';

const useStyles = makeStyles(
  {
    root: {
      display: 'grid',
      gap: 12,
      alignItems: 'center',
      gridTemplateColumns: 'repeat(auto-fill, minmax(min(148px, 100%), 1fr))',
      padding: '14px 20px 6px',
    },
  },
  { name: 'TokPulseOpsRunFilters' },
);

const stateWords = {
  active: 'runs.active',
  waiting: 'runs.waiting',
  'needs-decision': 'runs.needsDecision',
  succeeded: 'runs.succeeded',
  failed: 'runs.failed',
  cancelled: 'runs.cancelled',
} as const satisfies Record<StateChoice, string>;

export interface RunFiltersProps {
  readonly filter: RunFilter;
  readonly services: readonly Pick<ServiceInfo, 'id' | 'title'>[];
  readonly runbooks: readonly RunbookChoice[];
  readonly onChange: (changes: ParamChanges) => void;
}

/** An id that is filtered by stays choosable also when nobody lists it. */
function withChosen(
  choices: readonly RunbookChoice[],
  chosen: string | undefined,
): readonly RunbookChoice[] {
  return chosen === undefined || choices.some(({ id }) => id === chosen)
    ? choices
    : [...choices, { id: chosen, title: chosen }];
}

/** Which runs are shown; the address says it too. */
export const RunFilters = (props: RunFiltersProps) => {
  const { filter, services, runbooks, onChange } = props;
  const classes = useStyles();
  const t = useText();
  const shrink = { shrink: true };
  return (
    <div className={classes.root} role="search" aria-label={t('runs.filters')}>
      <SelectInput
        label={t('runs.service')}
        value={filter.service ?? ''}
        any={t('runs.anyService')}
        options={withChosen(services, filter.service)}
        onChoice={service => onChange({ service })}
      />
      <SelectInput
        label={t('runs.runbook')}
        value={filter.runbook ?? ''}
        any={t('runs.anyRunbook')}
        options={withChosen(runbooks, filter.runbook)}
        onChoice={runbook => onChange({ runbook })}
      />
      <SelectInput
        label={t('runs.state')}
        value={filter.state ?? ''}
        any={t('runs.anyState')}
        options={stateChoices.map(id => ({ id, title: t(stateWords[id]) }))}
        onChoice={state => onChange({ state })}
      />
      <PersonFilter
        person={filter.person}
        onPerson={person => onChange({ person })}
      />
      <TextInput
        type="date"
        label={t('runs.from')}
        value={filter.from ?? ''}
        InputLabelProps={shrink}
        onText={from => onChange({ from })}
      />
      <TextInput
        type="date"
        label={t('runs.to')}
        value={filter.to ?? ''}
        InputLabelProps={shrink}
        onText={to => onChange({ to })}
      />
      {Object.keys(filter).length > 0 && (
        <Button
          size="small"
          onClick={() =>
            onChange({
              service: undefined,
              runbook: undefined,
              state: undefined,
              person: undefined,
              from: undefined,
              to: undefined,
            })
          }
        >
          {t('runs.clear')}
        </Button>
      )}
    </div>
  );
};

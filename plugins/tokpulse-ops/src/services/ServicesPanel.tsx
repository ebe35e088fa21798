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
import {
  serviceReadPermission,
  type ServiceState,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Loadable } from '../data/loadable';
import { oneOf, useParamsOfPage } from '../data/searchParam';
import { ChoiceButtons } from '../states/ChoiceButtons';
import { Panel } from '../states/Panel';
import { ProblemPanel } from '../states/ProblemPanel';
import { StateView } from '../states/StateView';
import { TextInput } from '../text/TextInput';
import { useText } from '../translation';
import { servicesToShow, showChoices } from './serviceList';
import { ServiceRow } from './ServiceRow';

const useStyles = makeStyles(
  {
    filters: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: 12,
      padding: '12px 20px 4px',
    },
    find: { flex: '1 1 200px', maxWidth: 320 },
    list: { listStyle: 'none', margin: 0, padding: '4px 0 6px' },
  },
  { name: 'TokPulseOpsServicesPanel' },
);

const showWords = {
  all: 'allServices.all',
  'not-well': 'allServices.notWell',
  'with-runs': 'allServices.withRuns',
} as const;

/** Every service as it is now, worst first; the address says which are shown. */
export const ServicesPanel = (props: {
  readonly states: Loadable<ServiceState[]>;
}) => {
  const { states } = props;
  const classes = useStyles();
  const t = useText();
  const [params, change] = useParamsOfPage();
  const show = oneOf(params.get('show'), showChoices);
  const find = params.get('find') ?? '';
  const shown =
    states.kind === 'data'
      ? servicesToShow({ states: states.data, show, find })
      : [];
  return (
    <Panel
      title={t('allServices.title')}
      aside={
        states.kind === 'data' &&
        states.data.length > 0 &&
        t('allServices.count', {
          shown: String(shown.length),
          total: String(states.data.length),
        })
      }
    >
      <StateView
        of={states}
        what={t('services.what')}
        permission={serviceReadPermission.name}
        skeleton="page"
        empty={{
          when: items => items.length === 0,
          title: t('services.empty'),
          nextStep: t('services.emptyStep'),
        }}
      >
        {() => (
          <>
            <div
              className={classes.filters}
              role="search"
              aria-label={t('allServices.status')}
            >
              <div className={classes.find}>
                <TextInput
                  type="search"
                  label={t('allServices.find')}
                  value={find}
                  onText={text => change({ find: text })}
                />
              </div>
              <ChoiceButtons
                label={t('allServices.status')}
                value={show}
                options={showChoices.map(value => ({
                  value,
                  label: t(showWords[value]),
                }))}
                onChoice={value =>
                  change({ show: value === 'all' ? undefined : value })
                }
              />
            </div>
            {shown.length === 0 ? (
              <ProblemPanel
                kind="empty"
                title={t('allServices.none')}
                nextStep={t('allServices.noneStep')}
              />
            ) : (
              <ul className={classes.list} aria-label={t('allServices.title')}>
                {shown.map(state => (
                  <ServiceRow key={state.service} state={state} />
                ))}
              </ul>
            )}
          </>
        )}
      </StateView>
    </Panel>
  );
};

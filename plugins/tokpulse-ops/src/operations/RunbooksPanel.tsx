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
  runbookReadPermission,
  type RunbookSummary,
  type ServiceInfo,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { Loadable } from '../data/loadable';
import type { May } from '../data/may';
import { isQuickAction } from '../quick/quickActions';
import { Panel } from '../states/Panel';
import { StateView } from '../states/StateView';
import { quietText } from '../tones/tones';
import { useText } from '../translation';
import { RunbookRow } from './RunbookRow';

const useStyles = makeStyles(
  theme => ({
    list: { listStyle: 'none', margin: 0, padding: '2px 0 6px' },
    above: {
      margin: '6px 20px 0',
      fontSize: 13,
      lineHeight: '19px',
      color: quietText(theme),
    },
  }),
  { name: 'TokPulseOpsRunbooksPanel' },
);

export interface RunbooksPanelProps {
  readonly service: ServiceInfo;
  readonly runbooks: Loadable<RunbookSummary[]>;
  /** Ids of those that stand above already, as suggested. */
  readonly suggested: ReadonlySet<string>;
  readonly mayStart: May;
  readonly onPlan: (runbook: RunbookSummary) => void;
  readonly onRead: (runbook: RunbookSummary) => void;
}

/** The runbooks of a service; what stands above as suggested or as a button is not repeated. */
export const RunbooksPanel = (props: RunbooksPanelProps) => {
  const { service, runbooks, suggested, ...rest } = props;
  const classes = useStyles();
  const t = useText();
  return (
    <Panel title={t('runbooks.title')}>
      <StateView
        of={runbooks}
        what={t('runbooks.what', { service: service.title })}
        permission={runbookReadPermission.name}
        empty={{
          when: items => items.every(isQuickAction),
          title: t('runbooks.empty', { service: service.title }),
          nextStep: t('runbooks.emptyStep'),
        }}
      >
        {items => {
          const others = items.filter(
            runbook => !isQuickAction(runbook) && !suggested.has(runbook.id),
          );
          return (
            <>
              {suggested.size > 0 && (
                <p className={classes.above}>{t('runbooks.above')}</p>
              )}
              <ul className={classes.list} aria-label={t('runbooks.others')}>
                {others.map(runbook => (
                  <RunbookRow key={runbook.id} runbook={runbook} {...rest} />
                ))}
              </ul>
            </>
          );
        }}
      </StateView>
    </Panel>
  );
};

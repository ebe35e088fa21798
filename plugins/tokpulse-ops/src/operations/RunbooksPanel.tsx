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
import { Panel } from '../states/Panel';
import { StateView } from '../states/StateView';
import { quietText } from '../tones/tones';
import { useText } from '../translation';
import { RunbookRow } from './RunbookRow';

const useStyles = makeStyles(
  theme => ({
    heading: {
      margin: '8px 20px 0',
      fontSize: 12.5,
      fontWeight: 600,
      color: quietText(theme),
    },
    list: { listStyle: 'none', margin: 0, padding: '2px 0 6px' },
  }),
  { name: 'TokPulseOpsRunbooksPanel' },
);

export interface RunbooksPanelProps {
  readonly service: ServiceInfo;
  readonly runbooks: Loadable<RunbookSummary[]>;
  readonly mayStart: May;
  readonly onPlan: (runbook: RunbookSummary) => void;
  readonly onRead: (runbook: RunbookSummary) => void;
}

const Group = (
  props: Omit<RunbooksPanelProps, 'service' | 'runbooks'> & {
    readonly title?: string;
    readonly runbooks: readonly RunbookSummary[];
  },
) => {
  const { title, runbooks, ...rest } = props;
  const classes = useStyles();
  if (runbooks.length === 0) {
    return null;
  }
  return (
    <>
      {title !== undefined && <h3 className={classes.heading}>{title}</h3>}
      <ul className={classes.list} aria-label={title}>
        {runbooks.map(runbook => (
          <RunbookRow key={runbook.id} runbook={runbook} {...rest} />
        ))}
      </ul>
    </>
  );
};

/** The runbooks of a service, the suggested ones first. */
export const RunbooksPanel = (props: RunbooksPanelProps) => {
  const { service, runbooks, ...rest } = props;
  const t = useText();
  return (
    <Panel title={t('runbooks.title')}>
      <StateView
        of={runbooks}
        what={t('runbooks.what', { service: service.title })}
        permission={runbookReadPermission.name}
        empty={{
          when: items => items.length === 0,
          title: t('runbooks.empty', { service: service.title }),
          nextStep: t('runbooks.emptyStep'),
        }}
      >
        {items => {
          const suggested = items.filter(item => item.suggested);
          const others = items.filter(item => !item.suggested);
          return (
            <>
              <Group
                title={t('runbooks.suggested')}
                runbooks={suggested}
                {...rest}
              />
              <Group
                title={suggested.length > 0 ? t('runbooks.others') : undefined}
                runbooks={others}
                {...rest}
              />
            </>
          );
        }}
      </StateView>
    </Panel>
  );
};

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
import type { RunbookSummary } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { May } from '../data/may';
import { Panel } from '../states/Panel';
import { useText } from '../translation';
import { RunbookRow } from './RunbookRow';

const useStyles = makeStyles(
  { list: { listStyle: 'none', margin: 0, padding: '2px 0 6px' } },
  { name: 'TokPulseOpsSuggestedPanel' },
);

export interface SuggestedPanelProps {
  /** Best first. */
  readonly runbooks: readonly RunbookSummary[];
  readonly mayStart: May;
  readonly onPlan: (runbook: RunbookSummary) => void;
  readonly onRead: (runbook: RunbookSummary) => void;
}

/** The runbooks that fit what is wrong now, and why; not there while none does. */
export const SuggestedPanel = (props: SuggestedPanelProps) => {
  const { runbooks, ...rest } = props;
  const classes = useStyles();
  const t = useText();
  return runbooks.length === 0 ? null : (
    <Panel title={t('suggested.title')}>
      <ul className={classes.list} aria-label={t('suggested.title')}>
        {runbooks.map(runbook => (
          <RunbookRow key={runbook.id} runbook={runbook} {...rest} />
        ))}
      </ul>
    </Panel>
  );
};

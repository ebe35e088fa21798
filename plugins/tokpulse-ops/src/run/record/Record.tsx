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
  type RunDetail,
  terminalRunStates,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { type ReactNode, useId } from 'react';
import { useMayReadEvidence } from '../../data/may';
import { StateView } from '../../states/StateView';
import { hairline, quietText } from '../../tones/tones';
import { useText } from '../../translation';
import { ApprovalFacts } from '../approvals/ApprovalFacts';
import { Withdraw } from '../approvals/ApprovalAnswer';
import type { History } from '../HistoryStore';
import { useRunApprovals } from '../people';
import type { RunCommands } from '../useRunCommands';
import { Export } from './Export';
import { FileList, filesOf } from './FileList';
import { HistoryList } from './HistoryList';
import { Verification } from './Verification';

const useStyles = makeStyles(
  theme => ({
    root: { fontSize: 14, lineHeight: '21px' },
    part: {
      display: 'grid',
      gap: 8,
      gridTemplateColumns: 'minmax(0, 1fr)',
      padding: '14px 20px 16px',
      '& + &': { borderTop: `1px solid ${hairline(theme)}` },
      '& p': { margin: 0 },
      [theme.breakpoints.down('xs')]: { padding: '12px 14px 14px' },
    },
    title: {
      margin: 0,
      fontSize: 13,
      lineHeight: '20px',
      fontWeight: 600,
      color: quietText(theme),
    },
    approval: {
      display: 'grid',
      gap: 4,
      gridTemplateColumns: 'minmax(0, 1fr)',
      justifyItems: 'start',
      '& + &': { paddingTop: 8, borderTop: `1px solid ${hairline(theme)}` },
    },
    name: { fontWeight: 600 },
  }),
  { name: 'TokPulseOpsRecord' },
);

const Part = (props: {
  readonly title: string;
  readonly children: ReactNode;
}) => {
  const classes = useStyles();
  const id = useId();
  return (
    <section aria-labelledby={id} className={classes.part}>
      <h3 id={id} className={classes.title}>
        {props.title}
      </h3>
      {props.children}
    </section>
  );
};

export interface RecordProps {
  readonly run: RunDetail;
  readonly history: History;
  readonly onOpenHistory: () => void;
  readonly commands: RunCommands;
}

const Approvals = (props: Pick<RecordProps, 'run' | 'commands'>) => {
  const { run, commands } = props;
  const classes = useStyles();
  const t = useText();
  return (
    <StateView
      of={useRunApprovals(run)}
      what={t('record.approvals')}
      permission="tokpulse-ops.run.read"
      empty={{
        when: items => items.length === 0,
        title: t('record.noApprovals'),
        nextStep: t('record.noApprovalsStep'),
      }}
    >
      {items => (
        <>
          {items.map(approval => (
            <div key={approval.id} className={classes.approval}>
              <span className={classes.name}>
                {approval.stepName ?? t('edit.wholePlan')}
              </span>
              <ApprovalFacts
                approval={approval}
                over={terminalRunStates.includes(run.state)}
              />
              <Withdraw approval={approval} commands={commands} />
            </div>
          ))}
        </>
      )}
    </StateView>
  );
};

/** What stays of a run: who did what, evidence, approvals, and proof of it. */
export const Record = (props: RecordProps) => {
  const { run, history, onOpenHistory } = props;
  const classes = useStyles();
  const t = useText();
  const may = useMayReadEvidence(run.id);
  return (
    <div className={classes.root}>
      <Part title={t('record.proof')}>
        {may.allowed ? <Verification run={run} /> : <p>{may.because}</p>}
      </Part>
      {may.allowed && (
        <Part title={t('record.export')}>
          <Export run={run} />
        </Part>
      )}
      {may.allowed && (
        <Part title={t('record.files')}>
          <FileList run={run} files={filesOf(history.events)} />
        </Part>
      )}
      {run.approvals === 'team' && (
        <Part title={t('record.approvalsTitle')}>
          <Approvals {...props} />
        </Part>
      )}
      <Part title={t('record.historyTitle')}>
        <HistoryList run={run} history={history} onOpen={onOpenHistory} />
      </Part>
    </div>
  );
};

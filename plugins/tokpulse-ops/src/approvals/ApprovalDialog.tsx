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

import { Link } from '@backstage/core-components';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import DialogContent from '@material-ui/core/DialogContent';
import { makeStyles } from '@material-ui/core/styles';
import { useQuery } from '@tanstack/react-query';
import {
  type ApprovalItem,
  type RunDetail,
  runReadPermission,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { tokpulseOpsApiRef } from '../api/tokpulseOpsApi';
import { type Loadable, toLoadable } from '../data/loadable';
import { useRunPlan } from '../data/queries';
import { useCommandsAbout } from '../data/useCommandsAbout';
import { runRouteRef } from '../routes';
import { ApprovalAnswer, Withdraw } from '../run/approvals/ApprovalAnswer';
import { ApprovalFacts } from '../run/approvals/ApprovalFacts';
import { CoveredSteps } from '../run/approvals/CoveredSteps';
import { stepsOfApproval } from '../run/approvals/stepsOfApproval';
import { CommandError } from '../run/next/CommandError';
import type { RunCommands } from '../run/useRunCommands';
import { Notice } from '../states/Notice';
import { OpsDialog } from '../states/OpsDialog';
import { ProblemPanel } from '../states/ProblemPanel';
import { Skeleton } from '../states/Skeleton';
import { StateView } from '../states/StateView';
import { visibleText } from '../text/visibleText';
import { quietText } from '../tones/tones';
import { useText } from '../translation';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'grid',
      gap: 12,
      alignContent: 'start',
      gridTemplateColumns: 'minmax(0, 1fr)',
      paddingBottom: 20,
      fontSize: 14,
      '& p': { margin: 0 },
      [theme.breakpoints.down('xs')]: { padding: '8px 16px 16px' },
    },
    quiet: { color: quietText(theme), overflowWrap: 'anywhere' },
  }),
  { name: 'TokPulseOpsApprovalDialog' },
);

/** The run that an approval is about. */
function useAskingRun(runId: string): Loadable<RunDetail> {
  const api = useApi(tokpulseOpsApiRef);
  return toLoadable(
    useQuery({
      queryKey: ['approvals', 'run', runId],
      queryFn: ({ signal }) => api.getRun(runId, { signal }),
    }),
  );
}

const Changes = (props: {
  readonly approval: ApprovalItem;
  readonly run: RunDetail;
}) => {
  const { approval, run } = props;
  const classes = useStyles();
  const t = useText();
  const plan = useRunPlan(run.id, run.planHash);
  return (
    <StateView
      of={plan}
      what={t('approvals.plan')}
      permission={runReadPermission.name}
    >
      {data => {
        const steps = stepsOfApproval(data, approval);
        return (
          <>
            {approval.inputHash !== undefined && <p>{t('ask.late')}</p>}
            <p className={classes.quiet}>
              {t('ask.lets', { count: steps.length })}
            </p>
            <CoveredSteps
              steps={steps}
              run={run}
              lateStepId={
                approval.inputHash === undefined ? undefined : approval.stepId
              }
            />
          </>
        );
      }}
    </StateView>
  );
};

interface QuestionProps {
  readonly approval: ApprovalItem;
  readonly onAnswered: () => void;
}

const Question = ({ approval, onAnswered }: QuestionProps) => {
  const classes = useStyles();
  const t = useText();
  const run = useAskingRun(approval.runId);
  const { send, ...rest } = useCommandsAbout(approval.runId);
  const commands: RunCommands = {
    ...rest,
    send: command => send(command, onAnswered),
  };
  const runPath = useRouteRef(runRouteRef);
  return (
    <>
      <ApprovalFacts approval={approval} />
      <p className={classes.quiet}>
        {approval.reason !== undefined && (
          <>
            {t('activity.reason', { reason: visibleText(approval.reason) })}
            {' · '}
          </>
        )}
        <Link to={runPath?.({ runId: approval.runId }) ?? ''}>
          {t('approvals.run')}
        </Link>
      </p>
      <StateView
        of={run}
        what={t('approvals.plan')}
        permission={runReadPermission.name}
      >
        {data =>
          data.planHash === approval.planHash ? (
            <Changes approval={approval} run={data} />
          ) : (
            <Notice tone="warning" title={t('approvals.otherPlan')} />
          )
        }
      </StateView>
      <ApprovalAnswer approval={approval} commands={commands} />
      <div>
        <Withdraw approval={approval} commands={commands} />
      </div>
      <CommandError commands={commands} kind="withdraw" />
    </>
  );
};

export interface ApprovalDialogProps {
  /** Undefined while the list is read, or when it is not in it (any more). */
  readonly approval: ApprovalItem | undefined;
  readonly reading: 'reading' | 'read';
  readonly onClose: () => void;
  /** It was answered or withdrawn by the reader. */
  readonly onAnswered: () => void;
}

/** One question with all that it is about, and the answer to it. */
export const ApprovalDialog = (props: ApprovalDialogProps) => {
  const { approval, reading, onClose, onAnswered } = props;
  const classes = useStyles();
  const t = useText();
  const title =
    approval === undefined
      ? t('approvals.title')
      : t(
          approval.state === 'open' && approval.mine
            ? 'approvals.dialogTitle'
            : 'approvals.dialogShow',
          { title: approval.runbook.title },
        );
  return (
    <OpsDialog title={title} onClose={onClose}>
      <DialogContent className={classes.root}>
        {approval !== undefined && (
          <Question approval={approval} onAnswered={onAnswered} />
        )}
        {approval === undefined &&
          (reading === 'reading' ? (
            <Skeleton
              shape="list"
              label={t('problem.loading', { what: t('approvals.what') })}
            />
          ) : (
            <ProblemPanel
              kind="missing"
              title={t('approvals.gone')}
              nextStep={t('approvals.goneStep')}
            />
          ))}
      </DialogContent>
    </OpsDialog>
  );
};

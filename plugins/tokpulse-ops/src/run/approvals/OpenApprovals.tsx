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
import Button from '@material-ui/core/Button';
import type {
  ApprovalItem,
  Plan,
  RunDetail,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useState } from 'react';
import DialogContent from '@material-ui/core/DialogContent';
import { Notice } from '../../states/Notice';
import { OpsDialog } from '../../states/OpsDialog';
import { useText } from '../../translation';
import { useNextStyles } from '../next/useNextStyles';
import { useRunApprovals } from '../people';
import type { RunCommands } from '../useRunCommands';
import { ApprovalAnswer, Withdraw } from './ApprovalAnswer';
import { ApprovalFacts } from './ApprovalFacts';
import { stepsOfApproval } from './stepsOfApproval';
import { CoveredSteps } from './CoveredSteps';

const useStyles = makeStyles(
  theme => ({
    row: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '6px 12px',
      '& > :first-child': { flex: '1 1 260px' },
    },
    dialog: {
      display: 'grid',
      gap: 12,
      gridTemplateColumns: 'minmax(0, 1fr)',
      paddingBottom: 20,
      fontSize: 14,
      '& p': { margin: 0 },
      [theme.breakpoints.down('xs')]: { padding: '8px 16px 16px' },
    },
  }),
  { name: 'TokPulseOpsOpenApprovals' },
);

export interface OpenApprovalsProps {
  readonly run: RunDetail;
  readonly plan: Plan | undefined;
  readonly commands: RunCommands;
}

const ApprovalDialog = (
  props: OpenApprovalsProps & {
    readonly approval: ApprovalItem;
    readonly onClose: () => void;
  },
) => {
  const { approval, run, plan, commands, onClose } = props;
  const classes = useStyles();
  const next = useNextStyles();
  const t = useText();
  const steps = plan === undefined ? [] : stepsOfApproval(plan, approval);
  return (
    <OpsDialog title={t('ask.dialogTitle')} onClose={onClose}>
      <DialogContent className={classes.dialog}>
        <ApprovalFacts approval={approval} />
        <p>{t('ask.lets', { count: steps.length })}</p>
        <CoveredSteps steps={steps} run={run} />
        <ApprovalAnswer approval={approval} commands={commands} />
        <div className={next.buttons}>
          <Withdraw approval={approval} commands={commands} />
        </div>
      </DialogContent>
    </OpsDialog>
  );
};

/** Questions that are open while the run does something else already. */
export const OpenApprovals = (props: OpenApprovalsProps) => {
  const { run } = props;
  const classes = useStyles();
  const t = useText();
  const approvals = useRunApprovals(run);
  const [openId, setOpenId] = useState<string>();
  const parkedAt =
    run.waiting?.for === 'approval' ? run.waiting.approvalId : undefined;
  const open =
    approvals.kind === 'data' && run.finishedAt === undefined
      ? approvals.data.filter(
          ({ id, state }) => state === 'open' && id !== parkedAt,
        )
      : [];
  const shown = open.find(({ id }) => id === openId);
  return (
    <>
      {open.map(approval => (
        <Notice
          key={approval.id}
          tone="warning"
          title={t(approval.mine ? 'ask.bannerMine' : 'ask.banner')}
        >
          <div className={classes.row}>
            <ApprovalFacts approval={approval} />
            <Button
              size="small"
              variant={approval.mine ? 'contained' : 'outlined'}
              color={approval.mine ? 'primary' : 'default'}
              onClick={() => setOpenId(approval.id)}
            >
              {t(approval.mine ? 'ask.look' : 'ask.show')}
            </Button>
          </div>
        </Notice>
      ))}
      {shown !== undefined && (
        <ApprovalDialog
          {...props}
          approval={shown}
          onClose={() => setOpenId(undefined)}
        />
      )}
    </>
  );
};

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
  type ApprovalItem,
  runReadPermission,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useState } from 'react';
import { oneOf, useParamsOfPage } from '../data/searchParam';
import { ChoiceButtons } from '../states/ChoiceButtons';
import { MoreButton } from '../states/MoreButton';
import { Notice } from '../states/Notice';
import { Panel } from '../states/Panel';
import { StateView } from '../states/StateView';
import { useText } from '../translation';
import { ApprovalDialog } from './ApprovalDialog';
import { ApprovalRow } from './ApprovalRow';
import {
  shownApprovals,
  type ShownApprovals,
  useApprovals,
} from './useApprovals';

const useStyles = makeStyles(
  {
    list: { listStyle: 'none', margin: 0, padding: '6px 0' },
    said: { margin: '12px 20px 0' },
  },
  { name: 'TokPulseOpsApprovalsPage' },
);

const emptyTitle = {
  mine: 'approvals.noneMine',
  open: 'approvals.noneOpen',
  answered: 'approvals.noneAnswered',
} as const satisfies Record<ShownApprovals, string>;

/** The questions to a second person: first those that wait for the reader. */
export const ApprovalsPage = () => {
  const classes = useStyles();
  const t = useText();
  const [params, change] = useParamsOfPage();
  const shown = oneOf(params.get('show'), shownApprovals);
  const openId = params.get('approval');
  const approvals = useApprovals(shown);
  const found =
    approvals.items.kind === 'data'
      ? approvals.items.data.find(({ id }) => id === openId)
      : undefined;
  const [answered, setAnswered] = useState(false);
  const open = (approval: ApprovalItem) => {
    setAnswered(false);
    change({ approval: approval.id }, { replace: false });
  };
  const close = () => change({ approval: undefined });
  return (
    <Panel
      title={t('approvals.title')}
      aside={
        <ChoiceButtons
          label={t('approvals.show')}
          value={shown}
          options={[
            { value: 'mine', label: t('approvals.showMine') },
            { value: 'open', label: t('approvals.showOpen') },
            { value: 'answered', label: t('approvals.showAnswered') },
          ]}
          onChoice={show => change({ show })}
        />
      }
    >
      <div role="status">
        {answered && (
          <Notice
            tone="ok"
            className={classes.said}
            title={t('approvals.recorded')}
          />
        )}
      </div>
      <StateView
        of={approvals.items}
        what={t('approvals.what')}
        permission={runReadPermission.name}
        empty={{
          when: items => items.length === 0,
          title: t(emptyTitle[shown]),
          nextStep: t(
            shown === 'mine' ? 'approvals.noneMineStep' : 'approvals.noneStep',
          ),
        }}
      >
        {items => (
          <>
            <ul className={classes.list} aria-label={t('approvals.title')}>
              {items.map(approval => (
                <ApprovalRow
                  key={approval.id}
                  approval={approval}
                  onOpen={() => open(approval)}
                />
              ))}
            </ul>
            <MoreButton of={approvals} label={t('approvals.more')} />
          </>
        )}
      </StateView>
      {openId !== null && (
        <ApprovalDialog
          key={openId}
          approval={found}
          reading={approvals.items.kind === 'loading' ? 'reading' : 'read'}
          onClose={close}
          onAnswered={() => {
            setAnswered(true);
            close();
          }}
        />
      )}
    </Panel>
  );
};

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
import type {
  PlanAnswer,
  RunDetail,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { PlanView } from '../../plan/PlanView';
import { Notice } from '../../states/Notice';
import { usePersonName } from '../../text/PersonName';
import { visibleText } from '../../text/visibleText';
import { monospace, quietText } from '../../tones/tones';
import { useText } from '../../translation';
import { useRunApprovals } from '../people';
import type { InputChange } from './parseInput';

const useStyles = makeStyles(
  theme => ({
    changes: {
      margin: 0,
      display: 'grid',
      gap: 4,
      gridTemplateColumns: 'minmax(0, 1fr)',
      '& dt': { fontSize: 13, color: quietText(theme) },
      '& dd': {
        margin: 0,
        fontFamily: monospace,
        fontSize: 13,
        overflowWrap: 'anywhere',
      },
    },
  }),
  { name: 'TokPulseOpsNewPlan' },
);

export interface NewPlanProps {
  readonly run: RunDetail;
  readonly plan: PlanAnswer;
  readonly changes: readonly InputChange[];
}

/** What the rest of the run would be, and what does not hold any more with it. */
export const NewPlan = ({ run, plan, changes }: NewPlanProps) => {
  const classes = useStyles();
  const t = useText();
  const personName = usePersonName();
  const approvals = useRunApprovals(run);
  const voided =
    approvals.kind === 'data'
      ? approvals.data.filter(
          ({ state, planHash }) =>
            (state === 'open' || state === 'approved') &&
            planHash !== plan.hash,
        )
      : [];
  return (
    <>
      <dl className={classes.changes} aria-label={t('edit.changes')}>
        {changes.map(({ field, before, after }) => (
          <div key={field}>
            <dt>{field}</dt>
            <dd>
              <del>{visibleText(before)}</del> → <ins>{visibleText(after)}</ins>
            </dd>
          </div>
        ))}
      </dl>
      {changes.length === 0 && (
        <Notice tone="warning" title={t('edit.nothingChanged')} />
      )}
      {voided.length > 0 && (
        <Notice
          tone="warning"
          title={t('edit.voids', { count: voided.length })}
        >
          {voided.map(({ id, stepName, decidedBy, state }) => (
            <p key={id}>
              {stepName ?? t('edit.wholePlan')}
              {': '}
              {state === 'approved' && decidedBy !== undefined
                ? t('edit.approvedBy', { who: personName(decidedBy) })
                : t('edit.asked')}
            </p>
          ))}
        </Notice>
      )}
      {run.approvals === 'solo' && (
        <Notice tone="active" title={t('edit.confirmAgain')} />
      )}
      <PlanView plan={plan} />
    </>
  );
};

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
import type { PlanAnswer } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { Fragment, type ReactNode } from 'react';
import { PeopleNames } from '../text/PeopleNames';
import { monospace, quietText, sunken } from '../tones/tones';
import { useText } from '../translation';
import { Dependents } from './Dependents';
import type { PlacedStep } from './planOutline';
import type { PlanSummary } from './planSummary';
import { StepJump } from './StepJump';

const useStyles = makeStyles(
  theme => ({
    root: {
      margin: 0,
      display: 'grid',
      gridTemplateColumns: '132px minmax(0, 1fr)',
      gap: '8px 16px',
      padding: '12px 16px',
      borderRadius: 6,
      backgroundColor: sunken(theme),
      fontSize: 14,
      lineHeight: '21px',
      overflowWrap: 'anywhere',
      '& dd, & dt': { margin: 0 },
      [theme.breakpoints.down('xs')]: {
        gridTemplateColumns: 'minmax(0, 1fr)',
        gap: 2,
        '& dd': { marginBottom: 8 },
      },
    },
    term: { fontSize: 13, fontWeight: 600, color: quietText(theme) },
    list: {
      listStyle: 'none',
      margin: 0,
      padding: 0,
      display: 'grid',
      gap: 2,
      gridTemplateColumns: 'minmax(0, 1fr)',
    },
    target: { fontFamily: monospace, fontSize: 12.5 },
    quiet: { color: quietText(theme) },
  }),
  { name: 'TokPulseOpsPlanGlance' },
);

/** More than this many steps are counted, not listed. */
const MOST = 6;

interface StepsProps {
  readonly steps: readonly PlacedStep[];
  readonly after?: (step: PlacedStep) => ReactNode;
}

/** The first steps of a list, each a way to it. */
const Steps = ({ steps, after }: StepsProps) => {
  const classes = useStyles();
  const t = useText();
  return (
    <ul className={classes.list}>
      {steps.slice(0, MOST).map(step => (
        <li key={step.planned.step.id}>
          <StepJump step={step} />
          {after?.(step)}
        </li>
      ))}
      {steps.length > MOST && (
        <li className={classes.quiet}>
          {t('plan.andMore', { count: steps.length - MOST })}
        </li>
      )}
    </ul>
  );
};

const StepsInline = ({ steps }: { readonly steps: readonly PlacedStep[] }) => (
  <>
    {steps.map((step, index) => (
      <Fragment key={step.planned.step.id}>
        {index > 0 && ', '}
        <StepJump step={step} />
      </Fragment>
    ))}
  </>
);

const Row = (props: {
  readonly term: string;
  readonly children: ReactNode;
}) => {
  const classes = useStyles();
  return (
    <>
      <dt className={classes.term}>{props.term}</dt>
      <dd>{props.children}</dd>
    </>
  );
};

/** Who has to say yes before something changes. */
const Guards = ({ summary }: { readonly summary: PlanSummary }) => {
  const classes = useStyles();
  const t = useText();
  const typed = summary.changes.filter(
    ({ planned }) =>
      planned.step.confirm === 'type-target' && planned.approval === undefined,
  );
  const confirmed = summary.changes.filter(
    ({ planned }) =>
      planned.step.confirm === 'once' && planned.approval === undefined,
  );
  return (
    <ul className={classes.list}>
      {summary.approvals.map(({ from, steps, when }, index) => (
        <li key={index}>
          {t(when === 'start' ? 'plan.approvalAtStart' : 'plan.approvalLater', {
            who:
              from.length === 0 ? (
                t('plan.everyApprover')
              ) : (
                <PeopleNames refs={from} />
              ),
            steps: <StepsInline steps={steps} />,
          })}
        </li>
      ))}
      {confirmed.length > 0 && (
        <li>
          {t('plan.youConfirm', { steps: <StepsInline steps={confirmed} /> })}
        </li>
      )}
      {typed.length > 0 && (
        <li>{t('plan.youType', { steps: <StepsInline steps={typed} /> })}</li>
      )}
      {summary.unconfirmed.length > 0 && (
        <li>
          {t('plan.nobodyAsked', {
            steps: <StepsInline steps={summary.unconfirmed} />,
          })}
        </li>
      )}
    </ul>
  );
};

export interface PlanGlanceProps {
  readonly plan: PlanAnswer;
  readonly summary: PlanSummary;
}

/** What a plan changes, whom that concerns, what is open, and who has to agree. */
export const PlanGlance = ({ plan, summary }: PlanGlanceProps) => {
  const classes = useStyles();
  const t = useText();
  const { changes, targets, late } = summary;
  return (
    <dl className={classes.root}>
      {changes.length > 0 && (
        <>
          <Row term={t('plan.glanceChanges')}>
            <Steps
              steps={changes}
              after={({ planned }) =>
                planned.condition?.value === 'later' && (
                  <span className={classes.quiet}> {t('plan.maybe')}</span>
                )
              }
            />
          </Row>
          <Row term={t('plan.glanceTargets')}>
            {targets.length === 0 ? (
              t('plan.noTargets')
            ) : (
              <span className={classes.target}>{targets.join(', ')}</span>
            )}
          </Row>
          <Row term={t('plan.glanceGuards')}>
            <Guards summary={summary} />
          </Row>
          <Row term={t('plan.glanceAffected')}>
            <Dependents plan={plan} />
          </Row>
        </>
      )}
      {late.length > 0 && (
        <Row term={t('plan.glanceLate')}>
          <Steps steps={late} />
        </Row>
      )}
    </dl>
  );
};

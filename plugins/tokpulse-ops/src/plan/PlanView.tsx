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
import { useMemo } from 'react';
import { Notice } from '../states/Notice';
import { formatDuration } from '../text/duration';
import { useRemaining } from '../text/useElapsed';
import { quietText } from '../tones/tones';
import { useText } from '../translation';
import { FindingList } from './FindingList';
import { PlanGlance } from './PlanGlance';
import { PlanJumps } from './PlanJumps';
import { placeSteps, summarisePlan } from './planSummary';
import { PlanSteps } from './PlanSteps';
import { usePlanSteps } from './usePlanSteps';
import { useSummaryWords } from './useSummaryWords';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'grid',
      gap: 14,
      gridTemplateColumns: 'minmax(0, 1fr)',
    },
    summary: {
      margin: 0,
      fontSize: 17,
      lineHeight: '25px',
      fontWeight: 600,
      overflowWrap: 'anywhere',
    },
    quiet: { margin: '2px 0 0', fontSize: 13, color: quietText(theme) },
  }),
  { name: 'TokPulseOpsPlanView' },
);

const SHORT_HASH = 12;
const noSections: ReadonlyMap<string, string> = new Map();

export interface PlanViewProps {
  readonly plan: PlanAnswer;
  /** Headings of the runbook by the id of each step, to group by. */
  readonly sections?: ReadonlyMap<string, string>;
}

/** A plan: what it amounts to, what was found out, and every step. */
export const PlanView = ({ plan, sections = noSections }: PlanViewProps) => {
  const classes = useStyles();
  const t = useText();
  const words = useSummaryWords();
  const remaining = useRemaining(plan.expiresAt);
  const summary = useMemo(() => summarisePlan(plan), [plan]);
  const placed = useMemo(() => placeSteps(plan), [plan]);
  const steps = useMemo(
    () => new Map(placed.map(step => [step.planned.step.id, step])),
    [placed],
  );
  const shown = usePlanSteps({ plan, placed, sections });
  return (
    <PlanJumps value={shown.jump}>
      <div ref={shown.root} className={classes.root}>
        <div>
          <h3 className={classes.summary}>{words.summary(summary)}</h3>
          <p className={classes.quiet}>
            <span title={t('plan.hashHint', { hash: plan.hash })}>
              {t('plan.hash', { hash: plan.hash.slice(0, SHORT_HASH) })}
            </span>
            {remaining > 0 && (
              <>
                {' · '}
                {t('plan.expiresIn', { duration: formatDuration(remaining) })}
              </>
            )}
          </p>
        </div>
        {remaining === 0 && (
          <Notice tone="critical" title={t('plan.expired')} alert />
        )}
        {plan.runbookChanged && (
          <Notice tone="warning" title={t('plan.changed')} />
        )}
        {plan.findings.length > 0 && (
          <FindingList findings={plan.findings} steps={steps} />
        )}
        {(summary.changes.length > 0 || summary.late.length > 0) && (
          <PlanGlance plan={plan} summary={summary} />
        )}
        <PlanSteps
          plan={plan}
          steps={steps}
          changes={summary.changes.length}
          shown={shown}
        />
      </div>
    </PlanJumps>
  );
};

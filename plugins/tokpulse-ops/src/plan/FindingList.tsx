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
import type { Finding } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { Notice } from '../states/Notice';
import { InlineText } from '../text/InlineText';
import { useText } from '../translation';
import type { PlacedStep } from './planOutline';
import { StepJump } from './StepJump';

const useStyles = makeStyles(
  {
    root: { display: 'grid', gap: 8, gridTemplateColumns: 'minmax(0, 1fr)' },
    list: {
      listStyle: 'none',
      margin: 0,
      padding: 0,
      display: 'grid',
      gap: 4,
      gridTemplateColumns: 'minmax(0, 1fr)',
    },
    step: { fontWeight: 600 },
  },
  { name: 'TokPulseOpsFindingList' },
);

export interface FindingListProps {
  readonly findings: readonly Finding[];
  /** The steps by id, to say where a finding belongs and to lead there. */
  readonly steps?: ReadonlyMap<string, PlacedStep>;
}

/** What was found out beforehand: first what keeps it from running. */
export const FindingList = ({ findings, steps }: FindingListProps) => {
  const classes = useStyles();
  const t = useText();
  const blocking = findings.filter(({ level }) => level === 'blocking');
  const warnings = findings.filter(({ level }) => level === 'warning');
  const list = (some: readonly Finding[]) => (
    <ul className={classes.list}>
      {some.map((finding, index) => {
        const step =
          finding.stepId === undefined ? undefined : steps?.get(finding.stepId);
        return (
          <li key={index}>
            {step !== undefined && (
              <div className={classes.step}>
                <StepJump step={step} />
              </div>
            )}
            <InlineText text={finding.message} />{' '}
            <InlineText text={finding.nextStep} />
          </li>
        );
      })}
    </ul>
  );
  return (
    <div className={classes.root}>
      {blocking.length > 0 && (
        <Notice
          tone="critical"
          title={t('plan.blocking', { count: blocking.length })}
        >
          {list(blocking)}
        </Notice>
      )}
      {warnings.length > 0 && (
        <Notice
          tone="warning"
          title={t('plan.warnings', { count: warnings.length })}
        >
          {list(warnings)}
        </Notice>
      )}
    </div>
  );
};

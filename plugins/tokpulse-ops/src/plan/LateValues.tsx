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
import ScheduleIcon from '@material-ui/icons/Schedule';
import type { PlannedStep } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { monospace, quietText, sunken } from '../tones/tones';
import { useText } from '../translation';
import type { PlacedStep } from './planOutline';
import { StepJump } from './StepJump';

const useStyles = makeStyles(
  theme => ({
    root: { display: 'flex', gap: 6, fontSize: 13, lineHeight: '20px' },
    icon: { fontSize: 17, flex: 'none', marginTop: 1, color: quietText(theme) },
    title: { color: quietText(theme) },
    list: {
      listStyle: 'none',
      margin: 0,
      padding: 0,
      overflowWrap: 'anywhere',
    },
    code: {
      fontFamily: monospace,
      fontSize: 12.5,
      padding: '1px 5px',
      borderRadius: 3,
      backgroundColor: sunken(theme),
    },
  }),
  { name: 'TokPulseOpsLateValues' },
);

export interface LateValuesProps {
  readonly late: PlannedStep['late'];
  /** The steps of the plan by id. */
  readonly steps: ReadonlyMap<string, PlacedStep>;
}

/** Values that nobody knows yet, each with the step that finds it out. */
export const LateValues = ({ late, steps }: LateValuesProps) => {
  const classes = useStyles();
  const t = useText();
  if (late.length === 0) {
    return null;
  }
  return (
    <div className={classes.root}>
      <ScheduleIcon className={classes.icon} aria-hidden="true" />
      <div>
        <span className={classes.title}>
          {t('plan.late', { count: late.length })}
        </span>
        <ul className={classes.list}>
          {late.map(({ path, fromStep }) => {
            const from =
              fromStep === undefined ? undefined : steps.get(fromStep);
            return (
              <li key={path}>
                <code className={classes.code}>{path}</code>{' '}
                {fromStep === undefined
                  ? t('plan.lateRun')
                  : t('plan.lateFrom', {
                      step: from ? <StepJump step={from} /> : fromStep,
                    })}
              </li>
            );
          })}
        </ul>
      </div>
    </div>
  );
};

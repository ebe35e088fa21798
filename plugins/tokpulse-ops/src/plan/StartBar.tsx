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

import type { JsonObject } from '@backstage/types';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import type { PlanAnswer } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { type RefObject, useId, useState } from 'react';
import { ProblemNotice } from '../states/ProblemNotice';
import { quietText, tonesOf } from '../tones/tones';
import { TextInput } from '../text/TextInput';
import { useText } from '../translation';
import { PlanDifferences } from './PlanDifferences';
import { summarisePlan } from './planSummary';
import { useStart } from './useStart';
import { useSummaryWords } from './useSummaryWords';

const useStyles = makeStyles(
  theme => ({
    root: {
      padding: '12px 24px 14px',
      display: 'grid',
      gap: 10,
      gridTemplateColumns: 'minmax(0, 1fr)',
      [theme.breakpoints.down('xs')]: { padding: '10px 16px 12px' },
    },
    buttons: {
      display: 'flex',
      flexWrap: 'wrap',
      gap: 8,
      justifyContent: 'flex-end',
    },
    keys: {
      marginRight: 'auto',
      alignSelf: 'center',
      fontSize: 12.5,
      color: quietText(theme),
      // No keyboard to speak of.
      '@media (hover: none)': { display: 'none' },
      [theme.breakpoints.down('xs')]: { display: 'none' },
    },
    start: {
      [theme.breakpoints.down('xs')]: { flex: '1 1 100%' },
    },
    blocked: {
      margin: 0,
      fontSize: 14,
      textAlign: 'right',
      color: tonesOf(theme).critical.text,
    },
  }),
  { name: 'TokPulseOpsStartBar' },
);

export interface StartBarProps {
  /** Undefined while there is none. */
  readonly plan: PlanAnswer | undefined;
  readonly inputs: JsonObject;
  /** Back to the inputs; absent when the runbook asks for none. */
  readonly onChange?: () => void;
  readonly onPlanAgain: () => void;
  /** The button that starts, for a shortcut. */
  readonly startButton: RefObject<HTMLButtonElement>;
}

/** The end of the plan dialog: why, and the button that starts the run. */
export const StartBar = (props: StartBarProps) => {
  const { plan, inputs, onChange, startButton } = props;
  const classes = useStyles();
  const t = useText();
  const words = useSummaryWords();
  const blockedId = useId();
  const [reason, setReason] = useState('');
  const start = useStart(plan);
  const planAgain = () => {
    start.forget();
    props.onPlanAgain();
  };
  const asked = typeof inputs.reason === 'string' ? inputs.reason : undefined;
  return (
    <div className={classes.root}>
      {start.error !== null &&
        (start.conflict ? (
          <PlanDifferences error={start.error} onPlanAgain={planAgain} />
        ) : (
          <ProblemNotice title={t('plan.cannotStart')} error={start.error} />
        ))}
      {plan !== undefined && asked === undefined && (
        <TextInput
          label={t('plan.reasonField')}
          value={reason}
          onText={setReason}
          inputProps={{ maxLength: 2000 }}
        />
      )}
      {start.blocked !== undefined && (
        <p id={blockedId} className={classes.blocked}>
          {start.blocked}
        </p>
      )}
      <div className={classes.buttons}>
        {plan !== undefined && (
          <span className={classes.keys}>{t('plan.keys')}</span>
        )}
        {onChange !== undefined && (
          <Button onClick={onChange}>{t('plan.change')}</Button>
        )}
        {!start.conflict && (
          <Button onClick={planAgain}>{t('plan.again')}</Button>
        )}
        {plan !== undefined && (
          <Button
            ref={startButton}
            className={classes.start}
            color="primary"
            variant="contained"
            disabled={
              start.blocked !== undefined || start.pending || start.conflict
            }
            aria-describedby={
              start.blocked === undefined ? undefined : blockedId
            }
            onClick={() => start.run(asked ?? reason)}
          >
            {start.pending
              ? t('plan.starting')
              : words.start(summarisePlan(plan))}
          </Button>
        )}
      </div>
    </div>
  );
};

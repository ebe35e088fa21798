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
import CheckIcon from '@material-ui/icons/Check';
import ScheduleIcon from '@material-ui/icons/Schedule';
import SkipNextIcon from '@material-ui/icons/SkipNext';
import type { PlannedStep } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { visibleText } from '../text/visibleText';
import type { Sign } from '../tones/sign';
import { SignChip } from '../tones/SignChip';
import { monospace, quietText, sunken } from '../tones/tones';
import { type Text, useText } from '../translation';

const useStyles = makeStyles(
  theme => ({
    root: {
      margin: 0,
      fontSize: 13,
      lineHeight: '22px',
      color: quietText(theme),
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
  { name: 'TokPulseOpsConditionView' },
);

type Condition = NonNullable<PlannedStep['condition']>;

function signOf(t: Text, value: Condition['value']): Sign {
  switch (value) {
    case true:
      return { tone: 'ok', icon: CheckIcon, word: t('plan.willRun') };
    case false:
      return {
        tone: 'neutral',
        icon: SkipNextIcon,
        word: t('plan.willBeSkipped'),
      };
    case 'later':
      return {
        tone: 'active',
        icon: ScheduleIcon,
        word: t('plan.decidedLater'),
      };
    default:
      return value satisfies never;
  }
}

/** Whether a step with a condition will run, as far as it is known now. */
export const ConditionView = (props: { readonly condition: Condition }) => {
  const { value, expression } = props.condition;
  const classes = useStyles();
  const t = useText();
  const sign = signOf(t, value);
  return (
    <p className={classes.root}>
      <SignChip sign={sign} look="plain" /> {t('plan.onlyIf')}{' '}
      <code className={classes.code}>{visibleText(expression)}</code>
    </p>
  );
};

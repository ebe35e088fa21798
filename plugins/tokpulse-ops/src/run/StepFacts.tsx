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

import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import type { RunStep } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { CodeBlock } from '../text/CodeBlock';
import { Disclosure } from '../text/Disclosure';
import { visibleJson, visibleText } from '../text/visibleText';
import { quietText } from '../tones/tones';
import { useText } from '../translation';
import { AttemptList } from './AttemptList';
import { ErrorLines } from './ErrorLines';
import { useProbeWords } from './next/useProbeWords';
import { VerificationLine } from './VerificationLine';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'grid',
      gap: 4,
      gridTemplateColumns: 'minmax(0, 1fr)',
      marginTop: 4,
      fontSize: 13.5,
      lineHeight: '20px',
      '&:empty': { display: 'none' },
      '& p': { margin: 0, overflowWrap: 'anywhere' },
    },
    quiet: { color: quietText(theme) },
    button: { textTransform: 'none', padding: '0 6px', marginLeft: -6 },
  }),
  { name: 'TokPulseOpsStepFacts' },
);

export interface StepFactsProps {
  readonly step: RunStep;
  readonly onShowLog: (stepId: string) => void;
}

/** What a step left: errors, readings, reasons, input, output. */
export const StepFacts = ({ step, onShowLog }: StepFactsProps) => {
  const classes = useStyles();
  const t = useText();
  const probeWords = useProbeWords();
  if (step.state === 'pending') {
    return null;
  }
  return (
    <div className={classes.root}>
      {step.state === 'skipped' && (
        <p className={classes.quiet}>
          {step.skippedBecause === undefined
            ? t('timeline.skippedNoReason')
            : t('timeline.skipped', {
                reason: visibleText(step.skippedBecause),
              })}
        </p>
      )}
      {step.verification !== undefined && (
        <VerificationLine verification={step.verification} />
      )}
      {step.error !== undefined && <ErrorLines error={step.error} />}
      {step.probe !== undefined && (
        <p>
          {probeWords(step.probe.outcome)}{' '}
          {t('timeline.probe', { message: visibleText(step.probe.message) })}
        </p>
      )}
      {step.input !== undefined && (
        <Disclosure label={t('code.input')}>
          <CodeBlock text={visibleJson(step.input)} what={t('code.input')} />
        </Disclosure>
      )}
      {step.output !== undefined && (
        <Disclosure label={t('code.output')}>
          <CodeBlock text={visibleJson(step.output)} what={t('code.output')} />
        </Disclosure>
      )}
      {step.attempts.length > 1 && (
        <Disclosure
          label={t('timeline.attempts', { count: step.attempts.length })}
        >
          <AttemptList attempts={step.attempts} />
        </Disclosure>
      )}
      {step.attempts.length > 0 && (
        <div>
          <Button
            size="small"
            className={classes.button}
            onClick={() => onShowLog(step.id)}
            aria-label={`${t('timeline.logOf')}: ${step.name}`}
          >
            {t('timeline.logOf')}
          </Button>
        </div>
      )}
    </div>
  );
};

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
  RunEvent,
  RunStep,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { CodeBlock } from '../text/CodeBlock';
import { type DisclosureItem, Disclosures } from '../text/Disclosures';
import { visibleJson, visibleText } from '../text/visibleText';
import { quietText } from '../tones/tones';
import { type Text, useText } from '../translation';
import { AttemptList } from './AttemptList';
import { ErrorLines } from './ErrorLines';
import { ItemCounts } from './items/ItemCounts';
import { ItemList } from './items/ItemList';
import { useProbeWords } from './next/useProbeWords';
import { StepHistory } from './StepHistory';
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
    button: {
      minHeight: 24,
      padding: '2px 0',
      border: 0,
      background: 'none',
      font: 'inherit',
      fontSize: 13,
      color: theme.palette.link,
      cursor: 'pointer',
      '&:hover': { textDecoration: 'underline' },
      '&:focus-visible': {
        outline: `2px solid ${theme.palette.primary.main}`,
        outlineOffset: 1,
      },
    },
  }),
  { name: 'TokPulseOpsStepFacts' },
);

function itemsOf(t: Text, step: RunStep): DisclosureItem[] {
  const json = (what: string, value: unknown): DisclosureItem => ({
    label: what,
    content: () => <CodeBlock text={visibleJson(value)} what={what} />,
  });
  const attempts: DisclosureItem = {
    label: t('timeline.attempts', { count: step.attempts.length }),
    content: () => <AttemptList attempts={step.attempts} />,
  };
  const items = step.items ?? [];
  return [
    ...(items.length === 0
      ? []
      : [
          {
            label: t('items.show', { count: items.length }),
            content: () => (
              <ItemList
                items={items}
                label={t('items.of', { name: step.name })}
              />
            ),
          },
        ]),
    ...(step.input === undefined ? [] : [json(t('code.input'), step.input)]),
    ...(step.output === undefined ? [] : [json(t('code.output'), step.output)]),
    ...(step.attempts.length > 1 ? [attempts] : []),
  ];
}

export interface StepFactsProps {
  readonly step: RunStep;
  /** What people said about it, oldest first. */
  readonly said: readonly RunEvent[];
  readonly onShowLog: (stepId: string) => void;
}

/** What a step left: errors, readings, reasons, input, output. */
export const StepFacts = ({ step, said, onShowLog }: StepFactsProps) => {
  const classes = useStyles();
  const t = useText();
  const probeWords = useProbeWords();
  if (step.state === 'pending') {
    return null;
  }
  return (
    <div className={classes.root}>
      {step.state === 'skipped' && step.skippedBecause !== undefined && (
        <p className={classes.quiet}>
          {t('timeline.skipped', { reason: visibleText(step.skippedBecause) })}
        </p>
      )}
      {step.verification !== undefined && (
        <VerificationLine verification={step.verification} />
      )}
      {step.items !== undefined && step.items.length > 0 && (
        <ItemCounts items={step.items} />
      )}
      {step.error !== undefined && (
        <ErrorLines
          error={step.error}
          tone={step.handled ? 'warning' : 'critical'}
        />
      )}
      {step.probe !== undefined && (
        <p>
          {probeWords(step.probe.outcome)}{' '}
          {t('timeline.probe', { message: visibleText(step.probe.message) })}
        </p>
      )}
      <StepHistory step={step} events={said} />
      <Disclosures items={itemsOf(t, step)}>
        {step.attempts.length > 0 && (
          <button
            type="button"
            className={classes.button}
            onClick={() => onShowLog(step.id)}
            aria-label={`${t('timeline.logOf')}: ${step.name}`}
          >
            {t('timeline.logOf')}
          </button>
        )}
      </Disclosures>
    </div>
  );
};

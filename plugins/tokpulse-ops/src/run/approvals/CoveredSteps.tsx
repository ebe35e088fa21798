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
  Plan,
  RunDetail,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { PreviewView } from '../../plan/PreviewView';
import { CodeBlock } from '../../text/CodeBlock';
import { Disclosure } from '../../text/Disclosure';
import { visibleJson } from '../../text/visibleText';
import { SignChip } from '../../tones/SignChip';
import { hairline, monospace, quietText, tonesOf } from '../../tones/tones';
import { useSigns } from '../../tones/useSigns';
import { useText } from '../../translation';
import type { CoveredStep } from './stepsOfApproval';

const useStyles = makeStyles(
  theme => ({
    root: {
      listStyle: 'none',
      margin: 0,
      padding: 0,
      display: 'grid',
      gap: 8,
      gridTemplateColumns: 'minmax(0, 1fr)',
    },
    step: {
      display: 'grid',
      gap: 6,
      gridTemplateColumns: 'minmax(0, 1fr)',
      padding: '8px 12px',
      border: `1px solid ${hairline(theme)}`,
      borderRadius: 6,
      boxShadow: `inset 3px 0 0 ${tonesOf(theme).warning.line}`,
    },
    line: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '2px 8px',
    },
    number: { fontFamily: monospace, fontSize: 12.5, color: quietText(theme) },
    name: { fontWeight: 600, flex: '1 1 160px', overflowWrap: 'anywhere' },
    quiet: { fontSize: 13, color: quietText(theme) },
  }),
  { name: 'TokPulseOpsCoveredSteps' },
);

/** More steps than this are shown folded. */
const FEW = 3;

export interface CoveredStepsProps {
  readonly steps: readonly CoveredStep[];
  /** For the input of a step that is known only now. */
  readonly run: Pick<RunDetail, 'steps'>;
  /** The step whose input came late. */
  readonly lateStepId?: string;
}

/** What the steps of an approval will change, exactly. */
export const CoveredSteps = (props: CoveredStepsProps) => {
  const { steps, run, lateStepId } = props;
  const classes = useStyles();
  const t = useText();
  const signs = useSigns();
  const previewsOf = (planned: Plan['steps'][number]) => (
    <>
      {planned.previews.map((preview, index) => (
        <PreviewView key={index} preview={preview} />
      ))}
      {planned.targets.length > 0 && (
        <p className={classes.quiet}>
          {t('plan.targets', { targets: planned.targets.join(', ') })}
        </p>
      )}
    </>
  );
  return (
    <ul className={classes.root} aria-label={t('ask.changes')}>
      {steps.map(({ number, planned }) => {
        const { id, name } = planned.step;
        const input =
          id === lateStepId
            ? run.steps.find(step => step.id === id)?.input
            : undefined;
        return (
          <li key={id} className={classes.step}>
            <div className={classes.line}>
              <span className={classes.number}>{number}</span>
              <span className={classes.name}>{name}</span>
              <SignChip sign={signs.effect(planned.effect)} look="plain" />
            </div>
            <p className={classes.quiet}>{planned.actionDescription}</p>
            {input !== undefined && (
              <CodeBlock
                label={t('ask.lateInput')}
                what={t('ask.lateInput')}
                text={visibleJson(input)}
              />
            )}
            {steps.length > FEW ? (
              <Disclosure label={t('ask.exactly')}>
                {previewsOf(planned)}
              </Disclosure>
            ) : (
              previewsOf(planned)
            )}
          </li>
        );
      })}
    </ul>
  );
};

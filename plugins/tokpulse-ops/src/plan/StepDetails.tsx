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
import { Notice } from '../states/Notice';
import { CodeBlock } from '../text/CodeBlock';
import { Disclosures } from '../text/Disclosures';
import { InlineText } from '../text/InlineText';
import { visibleJson } from '../text/visibleText';
import { monospace, quietText } from '../tones/tones';
import { useText } from '../translation';
import { ConditionView } from './ConditionView';
import { ItemsPreview } from './ItemsPreview';
import { LateValues } from './LateValues';
import type { PlacedStep } from './planOutline';
import { PreviewView } from './PreviewView';
import { useStepNotes } from './useStepNotes';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'grid',
      gap: 8,
      gridTemplateColumns: 'minmax(0, 1fr)',
    },
    quiet: {
      margin: 0,
      fontSize: 13,
      lineHeight: '19px',
      color: quietText(theme),
      overflowWrap: 'anywhere',
    },
    action: { fontFamily: monospace, fontSize: 12.5 },
    notes: {
      margin: 0,
      padding: '0 0 0 18px',
      fontSize: 13.5,
      lineHeight: '21px',
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'TokPulseOpsStepDetails' },
);

export interface StepDetailsProps {
  readonly placed: PlacedStep;
  readonly steps: ReadonlyMap<string, PlacedStep>;
}

/** Everything that is known of one step before it runs. */
export const StepDetails = ({ placed, steps }: StepDetailsProps) => {
  const { planned } = placed;
  const classes = useStyles();
  const t = useText();
  const notes = useStepNotes(planned);
  const { step, condition, items: undone } = planned;
  const items = [
    ...(Object.keys(planned.input).length > 0
      ? [
          {
            label: t('code.input'),
            content: () => (
              <CodeBlock
                text={visibleJson(planned.input)}
                what={t('code.input')}
              />
            ),
          },
        ]
      : []),
    ...(step.manual === undefined
      ? []
      : [
          {
            label: t('code.manual'),
            content: () => (
              <CodeBlock text={step.manual ?? ''} what={t('code.manual')} />
            ),
          },
        ]),
  ];
  return (
    <div className={classes.root}>
      <p className={classes.quiet}>
        <span className={classes.action}>{step.action}</span>
        {' · '}
        {planned.actionDescription}
      </p>
      {condition !== undefined && <ConditionView condition={condition} />}
      {planned.editedInput !== undefined && (
        <Notice tone="warning" title={t('plan.edited')} />
      )}
      {planned.previews.map((preview, index) => (
        <PreviewView key={index} preview={preview} />
      ))}
      {undone !== undefined && <ItemsPreview items={undone} />}
      <LateValues late={planned.late} steps={steps} />
      {notes.length > 0 && (
        <ul className={classes.notes}>
          {notes.map((note, index) => (
            <li key={index}>{note}</li>
          ))}
        </ul>
      )}
      {step.differs !== undefined && (
        <Notice tone="active">
          <p>
            {t('plan.differs', { text: <InlineText text={step.differs} /> })}
          </p>
        </Notice>
      )}
      <Disclosures items={items} />
    </div>
  );
};

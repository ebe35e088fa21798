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
import type { PlannedStep } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import clsx from 'clsx';
import { Notice } from '../states/Notice';
import { CodeBlock } from '../text/CodeBlock';
import { Disclosures } from '../text/Disclosures';
import { InlineText } from '../text/InlineText';
import { visibleJson } from '../text/visibleText';
import { SignChip } from '../tones/SignChip';
import { hairline, monospace, quietText, tonesOf } from '../tones/tones';
import { useSigns } from '../tones/useSigns';
import { useText } from '../translation';
import { ConditionView } from './ConditionView';
import { PreviewView } from './PreviewView';
import { useStepNotes } from './useStepNotes';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'grid',
      gap: 8,
      gridTemplateColumns: 'minmax(0, 1fr)',
      padding: '14px 16px',
      border: `1px solid ${hairline(theme)}`,
      borderRadius: 6,
    },
    changes: { boxShadow: `inset 4px 0 0 ${tonesOf(theme).warning.line}` },
    skipped: { borderStyle: 'dashed' },
    header: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '4px 10px',
    },
    number: {
      fontFamily: monospace,
      fontSize: 13,
      color: quietText(theme),
      minWidth: 18,
    },
    name: {
      margin: 0,
      fontSize: 15.5,
      lineHeight: '22px',
      fontWeight: 600,
      overflowWrap: 'anywhere',
      flex: '1 1 200px',
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
  { name: 'TokPulseOpsPlannedStepCard' },
);

export interface PlannedStepCardProps {
  readonly planned: PlannedStep;
  readonly number: number;
  /** Number and name of each step by its id. */
  readonly names: ReadonlyMap<string, { number: number; name: string }>;
}

/** One step of a plan, resolved: what it will do, when, and what it needs. */
export const PlannedStepCard = (props: PlannedStepCardProps) => {
  const { planned, number, names } = props;
  const classes = useStyles();
  const t = useText();
  const signs = useSigns();
  const notes = useStepNotes(planned);
  const { step, condition } = planned;
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
  const isSkipped = condition?.value === false;
  return (
    <li
      className={clsx(
        classes.root,
        planned.effect !== 'read' && !isSkipped && classes.changes,
        isSkipped && classes.skipped,
      )}
    >
      <div className={classes.header}>
        <span className={classes.number} aria-hidden="true">
          {number}
        </span>
        <h4 className={classes.name}>{step.name}</h4>
        <SignChip sign={signs.effect(planned.effect)} />
      </div>
      <p className={classes.quiet}>
        <span className={classes.action}>{step.action}</span>
        {' · '}
        {planned.actionDescription}
      </p>
      {condition !== undefined && <ConditionView condition={condition} />}
      {planned.previews.map((preview, index) => (
        <PreviewView key={index} preview={preview} />
      ))}
      {planned.late.length > 0 && (
        <p className={classes.quiet}>
          {t('plan.late')}:{' '}
          {planned.late.map(({ path, fromStep }, index) => (
            <span key={path}>
              {index > 0 && '; '}
              <code>{path}</code>{' '}
              {fromStep === undefined
                ? t('plan.lateRun')
                : t('plan.lateFrom', {
                    number: String(names.get(fromStep)?.number ?? '?'),
                    name: names.get(fromStep)?.name ?? fromStep,
                  })}{' '}
            </span>
          ))}
        </p>
      )}
      {notes.length > 0 && (
        <ul className={classes.notes}>
          {notes.map(note => (
            <li key={note}>{note}</li>
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
    </li>
  );
};

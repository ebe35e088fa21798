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
import {
  parseDuration,
  type RunbookSummary,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import clsx from 'clsx';
import { useId } from 'react';
import type { May } from '../data/may';
import { FindingList } from '../plan/FindingList';
import { Disclosure } from '../text/Disclosure';
import { formatDuration } from '../text/duration';
import { SeverityChip } from '../tones/SeverityChip';
import { hairline, quietText, tonesOf } from '../tones/tones';
import { useText } from '../translation';

const useStyles = makeStyles(
  theme => ({
    root: {
      padding: '10px 20px',
      '& + &': { borderTop: `1px solid ${hairline(theme)}` },
    },
    suggested: {
      boxShadow: `inset 3px 0 0 ${tonesOf(theme).warning.line}`,
    },
    line: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '8px 12px',
    },
    text: { flex: '1 1 220px', minWidth: 0 },
    title: {
      margin: 0,
      display: 'flex',
      gap: 10,
      alignItems: 'center',
      fontSize: 15,
      lineHeight: '22px',
      fontWeight: 600,
    },
    facts: {
      margin: '2px 0 0',
      fontSize: 13,
      lineHeight: '19px',
      color: quietText(theme),
      overflowWrap: 'anywhere',
    },
    because: { color: tonesOf(theme).warning.text, fontWeight: 500 },
    actions: { display: 'flex', gap: 8, flex: 'none' },
  }),
  { name: 'TokPulseOpsRunbookRow' },
);

/** A duration of a runbook with its unit written out. */
function durationWords(text: string): string {
  const milliseconds = parseDuration(text);
  return milliseconds === undefined ? text : formatDuration(milliseconds);
}

export interface RunbookRowProps {
  readonly runbook: RunbookSummary;
  readonly mayStart: May;
  readonly onPlan: (runbook: RunbookSummary) => void;
  readonly onRead: (runbook: RunbookSummary) => void;
}

/** One runbook: when to use it, whether it can run, and the way to its plan. */
export const RunbookRow = (props: RunbookRowProps) => {
  const { runbook, mayStart, onPlan, onRead } = props;
  const classes = useStyles();
  const t = useText();
  const reasonId = useId();
  const { title } = runbook;
  const blocking = runbook.problems.filter(({ level }) => level === 'blocking');
  const facts = [
    runbook.respondWithin !== undefined &&
      t('runbooks.respondWithin', {
        duration: durationWords(runbook.respondWithin),
      }),
    t('runbooks.steps', { count: runbook.stepCount }),
    runbook.category,
  ].filter(Boolean);
  const cannot =
    blocking.length > 0
      ? t('runbooks.problems', { count: blocking.length })
      : !mayStart.allowed && mayStart.because;
  return (
    <li className={clsx(classes.root, runbook.suggested && classes.suggested)}>
      <div className={classes.line}>
        <div className={classes.text}>
          <p className={classes.title}>
            {runbook.severity !== undefined && (
              <SeverityChip severity={runbook.severity} />
            )}
            {title}
          </p>
          {runbook.suggestedBecause !== undefined && (
            <p className={clsx(classes.facts, classes.because)}>
              {t('runbooks.because', { reason: runbook.suggestedBecause })}
            </p>
          )}
          <p className={classes.facts}>{facts.join(' · ')}</p>
        </div>
        <div className={classes.actions}>
          <Button
            size="small"
            aria-label={t('runbooks.readLabel', { title })}
            onClick={() => onRead(runbook)}
          >
            {t('runbooks.read')}
          </Button>
          <Button
            size="small"
            variant={runbook.suggested ? 'contained' : 'outlined'}
            color="primary"
            aria-label={t('runbooks.planLabel', { title })}
            aria-describedby={cannot ? reasonId : undefined}
            disabled={Boolean(cannot)}
            onClick={() => onPlan(runbook)}
          >
            {t('runbooks.plan')}
          </Button>
        </div>
      </div>
      {cannot && (
        <p id={reasonId} className={classes.facts}>
          {cannot}
        </p>
      )}
      {runbook.problems.length > 0 && (
        <Disclosure label={t('code.details')}>
          <FindingList findings={runbook.problems} />
        </Disclosure>
      )}
    </li>
  );
};

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
import type { RunDetail } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useEffect } from 'react';
import { usePersonName } from '../text/PersonName';
import { useSigns } from '../tones/useSigns';
import { useText } from '../translation';

const useStyles = makeStyles(
  {
    root: {
      position: 'absolute',
      width: 1,
      height: 1,
      overflow: 'hidden',
      clip: 'rect(0 0 0 0)',
      whiteSpace: 'nowrap',
    },
  },
  { name: 'TokPulseOpsRunAnnouncer' },
);

/** Tells screen readers and the browser's tab how the run stands. */
export const RunAnnouncer = ({ run }: { readonly run: RunDetail }) => {
  const classes = useStyles();
  const t = useText();
  const signs = useSigns();
  const personName = usePersonName();
  const state = signs.run(run).word;
  const index = run.steps.findIndex(({ id }) => id === run.currentStepId);
  const step = run.steps[index];
  const title = t('runPage.title', { state, runbook: run.runbook.title });

  useEffect(() => {
    const before = document.title;
    document.title = title;
    return () => {
      document.title = before;
    };
  }, [title]);

  return (
    <div className={classes.root}>
      <p role={run.state === 'needs-decision' ? 'alert' : 'status'}>
        {t('runPage.announceRun', { state })}
      </p>
      <p role="status">{t('lead.announce', { lead: personName(run.lead) })}</p>
      <p role="status">
        {step !== undefined &&
          t('runPage.announceStep', {
            number: String(index + 1),
            name: step.name,
            state: signs.step(step).word,
          })}
      </p>
    </div>
  );
};

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
import PersonIcon from '@material-ui/icons/PersonOutline';
import {
  type RunDetail,
  terminalRunStates,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useState } from 'react';
import { PersonName } from '../../text/PersonName';
import { useText } from '../../translation';
import type { RunCommands } from '../useRunCommands';
import { HandOverDialog } from './HandOverDialog';
import { TakeOver } from './TakeOver';
import type { Lead } from './useLead';

const useStyles = makeStyles(
  {
    root: {
      display: 'inline-flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '2px 8px',
      '& .MuiButton-root': { padding: '0 8px', fontSize: 13 },
    },
    icon: { fontSize: 18, marginRight: -4 },
  },
  { name: 'TokPulseOpsLeadLine' },
);

export interface LeadLineProps {
  readonly run: RunDetail;
  readonly lead: Lead;
  readonly commands: RunCommands;
}

/** Who leads, who the reader is in it, and how that changes. */
export const LeadLine = ({ run, lead, commands }: LeadLineProps) => {
  const classes = useStyles();
  const t = useText();
  const [handing, setHanding] = useState(false);
  const over = terminalRunStates.includes(run.state);
  const leads = lead.may.allowed;
  const name = <PersonName entityRef={run.lead} />;
  return (
    <span className={classes.root}>
      <PersonIcon className={classes.icon} aria-hidden="true" />
      <span>
        {leads
          ? t('runPage.youLead')
          : t(lead.observes && !over ? 'lead.youObserve' : 'runPage.lead', {
              lead: name,
            })}
      </span>
      {!over && lead.observes && <TakeOver run={run} commands={commands} />}
      {!over && leads && (
        <Button size="small" onClick={() => setHanding(true)}>
          {t('lead.handOverDots')}
        </Button>
      )}
      {handing && !over && (
        <HandOverDialog
          run={run}
          commands={commands}
          onClose={() => setHanding(false)}
        />
      )}
    </span>
  );
};

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
import { Notice } from '../../states/Notice';
import { TakeOver } from '../lead/TakeOver';
import { CommandError } from './CommandError';
import type { NextProps } from './nextProps';

const useStyles = makeStyles(
  {
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '6px 12px',
      '& > :first-child': { flex: '1 1 220px' },
    },
  },
  { name: 'TokPulseOpsWhoDecides' },
);

export interface WhoDecidesProps
  extends Pick<NextProps, 'run' | 'lead' | 'commands'> {
  /** For `aria-describedby` of what cannot be done. */
  readonly id: string;
}

/** Why the reader cannot say how the run goes on, and the way to it. */
export const WhoDecides = ({ id, run, lead, commands }: WhoDecidesProps) => {
  const classes = useStyles();
  if (lead.may.allowed) {
    return null;
  }
  return (
    <>
      <Notice tone="active">
        <div className={classes.root}>
          <p id={id}>{lead.may.because}</p>
          {lead.observes && <TakeOver run={run} commands={commands} />}
        </div>
      </Notice>
      <CommandError commands={commands} kind="lead" />
    </>
  );
};

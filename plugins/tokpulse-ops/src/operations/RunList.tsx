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
import type { RunSummary } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { RunRow } from './RunRow';

const useStyles = makeStyles(
  { root: { listStyle: 'none', margin: 0, padding: '6px 0' } },
  { name: 'TokPulseOpsRunList' },
);

export interface RunListProps {
  readonly runs: readonly RunSummary[];
  readonly label: string;
  /** Titles of the services by id, in a list of several. */
  readonly serviceTitles?: ReadonlyMap<string, string>;
}

/** Runs, one below the other. */
export const RunList = ({ runs, label, serviceTitles }: RunListProps) => {
  const classes = useStyles();
  return (
    <ul className={classes.root} aria-label={label}>
      {runs.map(run => (
        <RunRow
          key={run.id}
          run={run}
          serviceTitle={
            serviceTitles && (serviceTitles.get(run.service) ?? run.service)
          }
        />
      ))}
    </ul>
  );
};

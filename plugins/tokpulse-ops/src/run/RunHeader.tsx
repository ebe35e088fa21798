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

import { parseEntityRef } from '@backstage/catalog-model';
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import IconButton from '@material-ui/core/IconButton';
import { makeStyles } from '@material-ui/core/styles';
import KeyboardIcon from '@material-ui/icons/Keyboard';
import {
  entityRouteParams,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import {
  type Plan,
  type RunDetail,
  terminalRunStates,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useState } from 'react';
import type { May } from '../data/may';
import { formatDuration } from '../text/duration';
import { TimeAgo } from '../text/TimeAgo';
import { useElapsed } from '../text/useElapsed';
import { SeverityChip } from '../tones/SeverityChip';
import { SignChip } from '../tones/SignChip';
import { quietText } from '../tones/tones';
import { useSigns } from '../tones/useSigns';
import { useText } from '../translation';
import { CancelDialog } from './CancelDialog';
import { ConnectionChip } from './ConnectionChip';
import { LeadLine } from './lead/LeadLine';
import type { Lead } from './lead/useLead';
import { RelatedRuns } from './RelatedRuns';
import { ResponseClock } from './ResponseClock';
import type { Connection } from './runFeedState';
import type { RunCommands } from './useRunCommands';

const useStyles = makeStyles(
  theme => ({
    root: { display: 'grid', gap: 4, gridTemplateColumns: 'minmax(0, 1fr)' },
    first: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '6px 12px',
    },
    title: {
      margin: 0,
      fontSize: 22,
      lineHeight: '30px',
      fontWeight: 600,
      overflowWrap: 'anywhere',
    },
    keys: {
      marginLeft: 'auto',
      [theme.breakpoints.down('xs')]: { display: 'none' },
    },
    facts: {
      display: 'flex',
      flexWrap: 'wrap',
      gap: '2px 16px',
      margin: 0,
      fontSize: 13.5,
      lineHeight: '20px',
      color: quietText(theme),
      overflowWrap: 'anywhere',
      fontVariantNumeric: 'tabular-nums',
    },
  }),
  { name: 'TokPulseOpsRunHeader' },
);

export interface RunHeaderProps {
  readonly run: RunDetail;
  readonly plan: Plan | undefined;
  readonly connection: Connection;
  readonly mayControl: May;
  readonly lead: Lead;
  readonly commands: RunCommands;
  /** Shows what the keyboard does. */
  readonly onKeys: () => void;
}

const ServiceLink = (props: {
  readonly run: RunDetail;
  readonly title: string;
}) => {
  const { run, title } = props;
  const entityPath = useRouteRef(entityRouteRef);
  return run.entityRef === undefined ? (
    <span>{title}</span>
  ) : (
    <Link
      to={`${entityPath(
        entityRouteParams(parseEntityRef(run.entityRef)),
      )}/operations`}
    >
      {title}
    </Link>
  );
};

/** What runs, how it stands, who leads it, for how long. */
export const RunHeader = (props: RunHeaderProps) => {
  const { run, plan, connection, mayControl, lead, commands, onKeys } = props;
  const classes = useStyles();
  const t = useText();
  const signs = useSigns();
  const [cancelling, setCancelling] = useState(false);
  const over = terminalRunStates.includes(run.state);
  const elapsed = useElapsed(run.startedAt ?? run.createdAt, run.finishedAt);
  const duration = formatDuration(elapsed ?? 0);
  return (
    <header className={classes.root}>
      <div className={classes.first}>
        {run.runbook.severity !== undefined && (
          <SeverityChip severity={run.runbook.severity} />
        )}
        <h1 className={classes.title}>{run.runbook.title}</h1>
        <SignChip sign={signs.run(run)} size="large" />
        <IconButton
          size="small"
          className={classes.keys}
          aria-label={t('keys.title')}
          title={t('keys.button')}
          onClick={onKeys}
        >
          <KeyboardIcon />
        </IconButton>
        {!over && (
          <Button
            size="small"
            variant="outlined"
            disabled={!mayControl.allowed || run.cancelRequested}
            title={mayControl.allowed ? undefined : mayControl.because}
            onClick={() => setCancelling(true)}
          >
            {run.cancelRequested ? t('run.cancelling') : t('runPage.cancel')}
          </Button>
        )}
      </div>
      <p className={classes.facts}>
        <ConnectionChip connection={over ? { kind: 'ended' } : connection} />
        <ServiceLink run={run} title={plan?.serviceTitle ?? run.service} />
        <LeadLine run={run} lead={lead} commands={commands} />
        <span>
          {t('runPage.started', { ago: <TimeAgo at={run.createdAt} /> })}
        </span>
        <span>
          {over
            ? t('runPage.took', { duration })
            : t('runPage.elapsed', { duration })}
        </span>
        {plan?.runbook.respondWithin !== undefined && !over && (
          <ResponseClock
            since={run.createdAt}
            respondWithin={plan.runbook.respondWithin}
          />
        )}
      </p>
      <RelatedRuns run={run} />
      {run.reason !== undefined && (
        <p className={classes.facts}>
          {t('runPage.reason', { reason: run.reason })}
        </p>
      )}
      {cancelling && !over && (
        <CancelDialog
          commands={commands}
          cancelRequested={run.cancelRequested}
          onClose={() => setCancelling(false)}
        />
      )}
    </header>
  );
};

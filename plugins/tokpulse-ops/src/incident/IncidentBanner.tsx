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
import type {
  Incident,
  ServiceInfo,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useId, useState } from 'react';
import { useMayAcknowledge } from '../data/may';
import { formatDuration } from '../text/duration';
import { PersonName } from '../text/PersonName';
import { TimeAgo } from '../text/TimeAgo';
import { visibleText } from '../text/visibleText';
import { SeverityChip } from '../tones/SeverityChip';
import { hairline, quietText } from '../tones/tones';
import { useText } from '../translation';
import { AcknowledgeDialog } from './AcknowledgeDialog';
import { IncidentClock } from './IncidentClock';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '8px 14px',
      padding: '12px 20px',
      borderTop: `1px solid ${hairline(theme)}`,
    },
    title: { fontSize: 14.5, fontWeight: 600 },
    quiet: { fontSize: 13.5, color: quietText(theme) },
    text: {
      margin: 0,
      fontSize: 14,
      lineHeight: '20px',
      overflowWrap: 'anywhere',
    },
    action: {
      marginLeft: 'auto',
      [theme.breakpoints.down('xs')]: { marginLeft: 0, width: '100%' },
    },
    line: { flexBasis: '100%', margin: 0 },
  }),
  { name: 'TokPulseOpsIncidentBanner' },
);

const Seen = (props: {
  readonly incident: Incident;
  readonly by: string;
  readonly at: string;
}) => {
  const { incident, by, at } = props;
  const classes = useStyles();
  const t = useText();
  const after = Date.parse(at) - Date.parse(incident.openedAt);
  return (
    <p className={classes.text} role="status">
      {t('incident.seenBy', {
        who: <PersonName entityRef={by} />,
        ago: <TimeAgo at={at} />,
        after: formatDuration(after),
      })}
    </p>
  );
};

export interface IncidentBannerProps {
  readonly incident: Incident;
  readonly service: Pick<ServiceInfo, 'id' | 'title'>;
}

/** The incident that is open: its clock, who sees to it, and the way to say so. */
export const IncidentBanner = ({ incident, service }: IncidentBannerProps) => {
  const classes = useStyles();
  const t = useText();
  const reasonId = useId();
  const [asking, setAsking] = useState(false);
  const may = useMayAcknowledge(service.id);
  const { acknowledgedBy: by, acknowledgedAt: at, note } = incident;
  const seen = by !== undefined && at !== undefined;
  return (
    <div className={classes.root} role="group" aria-label={t('incident.title')}>
      <SeverityChip severity={incident.severity} />
      <span className={classes.title}>{t('incident.title')}</span>
      {seen ? (
        <Seen incident={incident} by={by} at={at} />
      ) : (
        <IncidentClock incident={incident} size="large" />
      )}
      <span className={classes.quiet}>
        {t('incident.opened', { ago: <TimeAgo at={incident.openedAt} /> })}
      </span>
      {!seen && (
        <Button
          className={classes.action}
          size="small"
          variant="contained"
          color="primary"
          disabled={!may.allowed}
          aria-label={t('incident.acknowledgeLabel', {
            service: service.title,
          })}
          aria-describedby={may.allowed ? undefined : reasonId}
          onClick={() => setAsking(true)}
        >
          {t('incident.acknowledge')}
        </Button>
      )}
      {!seen && !may.allowed && (
        <p id={reasonId} className={`${classes.line} ${classes.quiet}`}>
          {may.because}
        </p>
      )}
      {note !== undefined && (
        <p className={`${classes.line} ${classes.text}`}>
          {t('incident.note', { note: visibleText(note) })}
        </p>
      )}
      {asking && (
        <AcknowledgeDialog
          incident={incident}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
};

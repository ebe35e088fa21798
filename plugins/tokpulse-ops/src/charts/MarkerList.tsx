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

import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import clsx from 'clsx';
import { runRouteRef } from '../routes';
import { TimeAgo } from '../text/TimeAgo';
import { visibleText } from '../text/visibleText';
import { quietText, type Tone, tonesOf } from '../tones/tones';
import { useText } from '../translation';
import { markerTone, type PlacedMarker } from './markers';

const useStyles = makeStyles(
  theme => {
    const tones = tonesOf(theme);
    const flag = (tone: Tone) => ({
      color: tones[tone].text,
      backgroundColor: tones[tone].surface,
      borderColor: tones[tone].line,
    });
    return {
      root: {
        listStyle: 'none',
        display: 'flex',
        flexWrap: 'wrap',
        gap: '4px 18px',
        margin: '6px 0 0',
        padding: 0,
        fontSize: 13,
        lineHeight: '20px',
      },
      event: {
        display: 'flex',
        gap: 7,
        alignItems: 'baseline',
        minWidth: 0,
        overflowWrap: 'anywhere',
      },
      flag: {
        flex: 'none',
        width: 17,
        textAlign: 'center',
        border: '1px solid',
        borderRadius: 3,
        fontSize: 11,
        fontWeight: 700,
        lineHeight: '15px',
      },
      quiet: { color: quietText(theme) },
      critical: flag('critical'),
      warning: flag('warning'),
      ok: flag('ok'),
      active: flag('active'),
      neutral: flag('neutral'),
    };
  },
  { name: 'TokPulseOpsMarkerList' },
);

const Label = ({ marker }: { readonly marker: PlacedMarker }) => {
  const runPath = useRouteRef(runRouteRef);
  const label = visibleText(marker.label);
  return marker.runId !== undefined && runPath !== undefined ? (
    <Link to={runPath({ runId: marker.runId })}>{label}</Link>
  ) : (
    <span>{label}</span>
  );
};

/** What the letters of a chart stand for. */
export const MarkerList = ({
  markers,
}: {
  readonly markers: readonly PlacedMarker[];
}) => {
  const classes = useStyles();
  const t = useText();
  const kinds = {
    deployment: t('chart.deployment'),
    restart: t('chart.restart'),
    run: t('chart.run'),
    incident: t('chart.incident'),
  };
  return markers.length === 0 ? null : (
    <ul className={classes.root} aria-label={t('chart.events')}>
      {markers.map(marker => (
        <li key={marker.key} className={classes.event}>
          <span
            className={clsx(classes.flag, classes[markerTone[marker.kind]])}
          >
            {marker.sign}
          </span>
          <span>
            {kinds[marker.kind]} <Label marker={marker} />{' '}
            <span className={classes.quiet}>
              <TimeAgo at={marker.at} />
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
};

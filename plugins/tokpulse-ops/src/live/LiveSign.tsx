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
import WarningIcon from '@material-ui/icons/WarningOutlined';
import type { Collection } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import clsx from 'clsx';
import { formatDuration } from '../text/duration';
import { TimeAgo } from '../text/TimeAgo';
import { useNow } from '../text/useNow';
import { quietText, tonesOf } from '../tones/tones';
import { useText } from '../translation';
import { isStale } from './staleness';
import { POLLING_MS, useObservationStream } from './useObservationStream';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: 6,
      fontSize: 13,
      lineHeight: '20px',
      color: quietText(theme),
    },
    icon: { fontSize: 18 },
    stale: { color: tonesOf(theme).warning.text, fontWeight: 600 },
    dot: {
      width: 8,
      height: 8,
      borderRadius: '50%',
      border: `2px solid ${quietText(theme)}`,
    },
    live: {
      borderColor: tonesOf(theme).ok.line,
      backgroundColor: tonesOf(theme).ok.line,
    },
  }),
  { name: 'TokPulseOpsLiveSign' },
);

export interface LiveSignProps {
  readonly collection: Collection;
  /** The portal itself could not be read again. */
  readonly unread?: string;
}

/** Whether what is shown follows the service: live, by polling, or not any more. */
export const LiveSign = ({ collection, unread }: LiveSignProps) => {
  const classes = useStyles();
  const t = useText();
  const state = useObservationStream();
  const now = useNow();
  if (unread !== undefined || isStale(collection, now)) {
    const words =
      collection.at === undefined
        ? t('live.staleNever')
        : t('live.stale', { ago: <TimeAgo at={collection.at} /> });
    return (
      <span
        className={clsx(classes.root, classes.stale)}
        title={unread ?? t('live.staleHint')}
      >
        <WarningIcon className={classes.icon} aria-hidden="true" />
        <span>{unread === undefined ? words : t('live.unread')}</span>
      </span>
    );
  }
  const { word, hint } = {
    live: { word: t('live.live'), hint: t('live.liveHint') },
    connecting: { word: t('live.connecting'), hint: t('live.connectingHint') },
    polling: {
      word: t('live.polling'),
      hint: t('live.pollingHint', { interval: formatDuration(POLLING_MS) }),
    },
  }[state];
  return (
    <span className={classes.root} title={hint}>
      <span
        className={clsx(classes.dot, state === 'live' && classes.live)}
        aria-hidden="true"
      />
      <span>{word}</span>
      {collection.at !== undefined && (
        <>
          <span aria-hidden="true">·</span>
          <TimeAgo at={collection.at} />
        </>
      )}
    </span>
  );
};

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

import IconButton from '@material-ui/core/IconButton';
import { makeStyles } from '@material-ui/core/styles';
import RefreshIcon from '@material-ui/icons/Refresh';
import WarningIcon from '@material-ui/icons/WarningOutlined';
import clsx from 'clsx';
import type { Loadable } from '../data/loadable';
import { TimeAgo } from '../text/TimeAgo';
import { useNow } from '../text/useNow';
import { quietText, tonesOf } from '../tones/tones';
import { useText } from '../translation';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: 4,
      fontSize: 13,
      color: quietText(theme),
    },
    stale: { color: tonesOf(theme).warning.text, fontWeight: 600 },
    icon: { fontSize: 18 },
    turning: {
      animation: '$turn 1s linear infinite',
      '@media (prefers-reduced-motion: reduce)': { animation: 'none' },
    },
    '@keyframes turn': { to: { transform: 'rotate(360deg)' } },
  }),
  { name: 'TokPulseOpsFreshness' },
);

export interface FreshnessProps {
  readonly of: Extract<Loadable<unknown>, { kind: 'data' }>;
  /** What is read again. */
  readonly what: string;
  /** Milliseconds after which it is stale even if no attempt has failed yet. */
  readonly maxAge: number;
}

/** When something was last read, whether that is too long ago, and a way to read it again. */
export const Freshness = ({ of, what, maxAge }: FreshnessProps) => {
  const classes = useStyles();
  const t = useText();
  const stale = useNow() - of.readAt > maxAge || of.stale !== undefined;
  const ago = <TimeAgo at={of.readAt} />;
  return (
    <span className={classes.root}>
      {stale && (
        <WarningIcon
          className={clsx(classes.icon, classes.stale)}
          aria-hidden="true"
        />
      )}
      <span className={clsx(stale && classes.stale)} title={of.stale?.message}>
        {stale ? t('fresh.stale', { ago }) : t('fresh.read', { ago })}
      </span>
      <IconButton
        size="small"
        onClick={of.refresh}
        aria-label={`${t('fresh.refresh')}: ${what}`}
        title={t('fresh.refresh')}
      >
        <RefreshIcon
          className={clsx(classes.icon, of.refreshing && classes.turning)}
        />
      </IconButton>
    </span>
  );
};

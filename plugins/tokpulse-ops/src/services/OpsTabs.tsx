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

import { useRouteRef } from '@backstage/core-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import clsx from 'clsx';
import { NavLink } from 'react-router-dom';
import { BundleButton } from '../bundle/BundleButton';
import { useInbox } from '../data/inbox';
import {
  approvalsRouteRef,
  locksRouteRef,
  reviewsRouteRef,
  rootRouteRef,
  runsRouteRef,
} from '../routes';
import { hairline, quietText, tonesOf } from '../tones/tones';
import { useText } from '../translation';

const useStyles = makeStyles(
  theme => {
    const { warning } = tonesOf(theme);
    return {
      root: {
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        gap: '0 12px',
        marginBottom: 16,
        borderBottom: `1px solid ${hairline(theme)}`,
      },
      tabs: {
        display: 'flex',
        gap: 4,
        minWidth: 0,
        [theme.breakpoints.down('xs')]: { gap: 0 },
        overflowX: 'auto',
        marginBottom: -1,
      },
      tab: {
        display: 'inline-flex',
        alignItems: 'center',
        gap: 6,
        minHeight: 44,
        padding: '0 12px',
        borderBottom: '3px solid transparent',
        color: quietText(theme),
        fontSize: 14,
        fontWeight: 600,
        textDecoration: 'none',
        whiteSpace: 'nowrap',
        '&:hover': { color: theme.palette.text.primary },
        '&:focus-visible': {
          outline: `2px solid ${theme.palette.primary.main}`,
          outlineOffset: -3,
        },
        [theme.breakpoints.down('xs')]: {
          gap: 3,
          padding: '0 6px',
          fontSize: 13,
        },
      },
      here: {
        color: theme.palette.text.primary,
        borderBottomColor: theme.palette.primary.main,
      },
      count: {
        minWidth: 18,
        padding: '0 5px',
        borderRadius: 9,
        boxSizing: 'border-box',
        fontSize: 12,
        lineHeight: '18px',
        textAlign: 'center',
        color: warning.text,
        backgroundColor: warning.surface,
      },
      end: { marginLeft: 'auto' },
    };
  },
  { name: 'TokPulseOpsTabs' },
);

interface TabProps {
  readonly to: string;
  readonly label: string;
  /** The part at the root is not where the others are. */
  readonly exact?: 'exact';
  /** What waits for the reader there. */
  readonly count?: number;
}

const Tab = ({ to, label, exact, count = 0 }: TabProps) => {
  const classes = useStyles();
  const t = useText();
  return (
    <NavLink
      to={to}
      end={exact === 'exact'}
      className={({ isActive }) => clsx(classes.tab, isActive && classes.here)}
    >
      {label}
      {count > 0 && (
        <span
          className={classes.count}
          role="img"
          aria-label={t('inbox.count', { count })}
        >
          {count}
        </span>
      )}
    </NavLink>
  );
};

/** The parts of the page, each with an address of its own. */
export const OpsTabs = () => {
  const classes = useStyles();
  const t = useText();
  const inbox = useInbox();
  const root = useRouteRef(rootRouteRef);
  const approvals = useRouteRef(approvalsRouteRef);
  const reviews = useRouteRef(reviewsRouteRef);
  const locks = useRouteRef(locksRouteRef);
  const runs = useRouteRef(runsRouteRef);
  return (
    <div className={classes.root}>
      <nav className={classes.tabs} aria-label={t('services.tabs')}>
        <Tab to={root?.() ?? ''} label={t('services.tab')} exact="exact" />
        <Tab
          to={approvals?.() ?? ''}
          label={t('approvals.tab')}
          count={inbox.approvals.length}
        />
        <Tab
          to={reviews?.() ?? ''}
          label={t('reviews.tab')}
          count={inbox.reviews.length}
        />
        <Tab to={locks?.() ?? ''} label={t('locks.tab')} />
        <Tab to={runs?.() ?? ''} label={t('runs.tab')} />
      </nav>
      <div className={classes.end}>
        <BundleButton />
      </div>
    </div>
  );
};

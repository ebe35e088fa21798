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
import type SvgIcon from '@material-ui/core/SvgIcon';
import ErrorIcon from '@material-ui/icons/ErrorOutline';
import InboxIcon from '@material-ui/icons/InboxOutlined';
import LockIcon from '@material-ui/icons/LockOutlined';
import SearchIcon from '@material-ui/icons/Search';
import type { ReactNode } from 'react';
import { ToneIcon } from '../tones/ToneIcon';
import { quietText, type Tone } from '../tones/tones';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      gap: 14,
      padding: '20px 20px',
      alignItems: 'flex-start',
    },
    icon: { fontSize: 24, flex: 'none', marginTop: 1 },
    title: { fontWeight: 600, fontSize: 15, lineHeight: '22px', margin: 0 },
    text: {
      margin: '4px 0 0',
      fontSize: 14,
      lineHeight: '21px',
      color: quietText(theme),
      overflowWrap: 'anywhere',
    },
    action: { marginTop: 10 },
  }),
  { name: 'TokPulseOpsProblemPanel' },
);

/** What kind of nothing there is to see. */
export type PanelKind = 'empty' | 'forbidden' | 'missing' | 'error';

const icons: Readonly<Record<PanelKind, typeof SvgIcon>> = {
  empty: InboxIcon,
  forbidden: LockIcon,
  missing: SearchIcon,
  error: ErrorIcon,
};

const toneOf: Readonly<Record<PanelKind, Tone>> = {
  empty: 'neutral',
  forbidden: 'neutral',
  missing: 'neutral',
  error: 'critical',
};

export interface ProblemPanelProps {
  readonly kind: PanelKind;
  /** What happened. */
  readonly title: string;
  /** What was said about it. */
  readonly message?: string;
  /** What to do next. */
  readonly nextStep?: string;
  readonly action?: { readonly label: string; readonly onClick: () => void };
  readonly children?: ReactNode;
}

/** In place of content that is not there: what happened, and what to do. */
export const ProblemPanel = (props: ProblemPanelProps) => {
  const { kind, title, message, nextStep, action, children } = props;
  const classes = useStyles();
  const Icon = icons[kind];
  return (
    <div className={classes.root} role={kind === 'error' ? 'alert' : undefined}>
      <ToneIcon icon={Icon} tone={toneOf[kind]} className={classes.icon} />
      <div>
        <p className={classes.title}>{title}</p>
        {message !== undefined && <p className={classes.text}>{message}</p>}
        {nextStep !== undefined && <p className={classes.text}>{nextStep}</p>}
        {children}
        {action !== undefined && (
          <Button
            className={classes.action}
            size="small"
            variant="outlined"
            onClick={action.onClick}
          >
            {action.label}
          </Button>
        )}
      </div>
    </div>
  );
};

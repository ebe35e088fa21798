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
import ErrorIcon from '@material-ui/icons/ErrorOutline';
import InfoIcon from '@material-ui/icons/InfoOutlined';
import CheckIcon from '@material-ui/icons/CheckCircleOutline';
import WarningIcon from '@material-ui/icons/WarningOutlined';
import type SvgIcon from '@material-ui/core/SvgIcon';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { type Tone, tonesOf } from '../tones/tones';

const icons: Readonly<Record<Tone, typeof SvgIcon>> = {
  critical: ErrorIcon,
  warning: WarningIcon,
  ok: CheckIcon,
  active: InfoIcon,
  neutral: InfoIcon,
};

const useStyles = makeStyles(
  theme => {
    const tones = tonesOf(theme);
    const box = (tone: Tone) => ({
      color: tones[tone].text,
      backgroundColor: tones[tone].surface,
      borderColor: tones[tone].line,
    });
    return {
      root: {
        display: 'flex',
        gap: 10,
        padding: '10px 14px',
        borderRadius: 6,
        borderLeft: '3px solid',
        fontSize: 14,
        lineHeight: '20px',
        overflowWrap: 'anywhere',
      },
      icon: { fontSize: 20, flex: 'none' },
      title: { margin: 0, fontWeight: 600 },
      body: {
        minWidth: 0,
        flex: 1,
        '& p': { margin: '2px 0 0' },
        '& p:first-child': { marginTop: 0 },
      },
      critical: box('critical'),
      warning: box('warning'),
      ok: box('ok'),
      active: box('active'),
      neutral: box('neutral'),
    };
  },
  { name: 'TokPulseOpsNotice' },
);

export interface NoticeProps {
  readonly tone: Tone;
  readonly title?: string;
  /** Read out at once by screen readers. */
  readonly alert?: boolean;
  readonly className?: string;
  readonly children?: ReactNode;
}

/** Something to know, in a coloured box with an icon and words. */
export const Notice = (props: NoticeProps) => {
  const { tone, title, alert, className, children } = props;
  const classes = useStyles();
  const Icon = icons[tone];
  return (
    <div
      role={alert ? 'alert' : undefined}
      className={clsx(classes.root, classes[tone], className)}
    >
      <Icon className={classes.icon} aria-hidden="true" />
      <div className={classes.body}>
        {title !== undefined && <p className={classes.title}>{title}</p>}
        {children}
      </div>
    </div>
  );
};

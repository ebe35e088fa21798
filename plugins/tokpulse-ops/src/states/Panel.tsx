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
import clsx from 'clsx';
import { type ReactNode, useId } from 'react';
import { hairline, quietText } from '../tones/tones';

const useStyles = makeStyles(
  theme => ({
    root: {
      border: `1px solid ${hairline(theme)}`,
      borderRadius: 8,
      backgroundColor: theme.palette.background.paper,
      color: theme.palette.text.primary,
      minWidth: 0,
      overflow: 'hidden',
    },
    header: {
      display: 'flex',
      alignItems: 'center',
      flexWrap: 'wrap',
      gap: '4px 12px',
      padding: '12px 20px 0',
      minHeight: 32,
    },
    title: {
      margin: 0,
      fontSize: 13,
      lineHeight: '20px',
      fontWeight: 600,
      color: quietText(theme),
    },
    aside: { marginLeft: 'auto', fontSize: 13, color: quietText(theme) },
  }),
  { name: 'TokPulseOpsPanel' },
);

export interface PanelProps {
  readonly title: string;
  /** Right of the title. */
  readonly aside?: ReactNode;
  readonly className?: string;
  /** Pixels that it takes at least. */
  readonly minHeight?: number;
  readonly children: ReactNode;
}

/** A titled part of a page. */
export const Panel = (props: PanelProps) => {
  const { title, aside, className, minHeight, children } = props;
  const classes = useStyles();
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className={clsx(classes.root, className)}
      style={{ minHeight }}
    >
      <div className={classes.header}>
        <h2 id={id} className={classes.title}>
          {title}
        </h2>
        {aside !== undefined && <div className={classes.aside}>{aside}</div>}
      </div>
      {children}
    </section>
  );
};

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
import CloseIcon from '@material-ui/icons/Close';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { hairline } from '../tones/tones';
import { useText } from '../translation';

const useStyles = makeStyles(
  theme => ({
    root: {
      padding: '10px 14px 12px',
      border: `1px solid ${hairline(theme)}`,
      borderRadius: 6,
      minWidth: 0,
      scrollMarginTop: 72,
      '&:focus-visible': {
        outline: `2px solid ${theme.palette.primary.main}`,
      },
      '&:focus:not(:focus-visible)': { outline: 0 },
    },
    header: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '4px 12px',
      marginBottom: 6,
    },
    // Below the title and the button where there is little room.
    aside: { [theme.breakpoints.down('xs')]: { order: 1, flex: '1 1 100%' } },
    title: {
      flex: '1 1 200px',
      minWidth: 0,
      margin: 0,
      fontSize: 14,
      lineHeight: '20px',
      fontWeight: 600,
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'TokPulseOpsLookBox' },
);

export interface LookBoxProps {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** What opens above the list for one sample of it; a keyboard is led to it. */
export const LookBox = (props: LookBoxProps) => {
  const { title, aside, onClose, children } = props;
  const classes = useStyles();
  const t = useText();
  const id = useId();
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    box.current?.focus();
  }, [title]);
  return (
    <section
      ref={box}
      tabIndex={-1}
      className={classes.root}
      aria-labelledby={id}
    >
      <div className={classes.header}>
        <h3 id={id} className={classes.title}>
          {title}
        </h3>
        {aside !== undefined && <div className={classes.aside}>{aside}</div>}
        <IconButton
          size="small"
          onClick={onClose}
          aria-label={t('metrics.hideHistory')}
        >
          <CloseIcon fontSize="small" />
        </IconButton>
      </div>
      {children}
    </section>
  );
};

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

import Dialog from '@material-ui/core/Dialog';
import IconButton from '@material-ui/core/IconButton';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import CloseIcon from '@material-ui/icons/Close';
import { type ReactNode, useId } from 'react';
import { useText } from '../translation';

const useStyles = makeStyles(
  theme => ({
    paper: {
      fontFamily: theme.typography.fontFamily,
      '& .MuiButton-root': { textTransform: 'none' },
    },
    header: {
      display: 'flex',
      alignItems: 'flex-start',
      gap: 8,
      padding: '16px 12px 12px 24px',
      [theme.breakpoints.down('xs')]: { paddingLeft: 16 },
    },
    title: {
      flex: 1,
      margin: '3px 0 0',
      fontSize: 19,
      lineHeight: '26px',
      fontWeight: 600,
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'TokPulseOpsDialog' },
);

export interface OpsDialogProps {
  readonly title: string;
  readonly size?: 'sm' | 'md';
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A dialog that takes the whole screen where there is little of it. */
export const OpsDialog = (props: OpsDialogProps) => {
  const { title, size = 'md', onClose, children } = props;
  const classes = useStyles();
  const t = useText();
  const id = useId();
  const narrow = useMediaQuery(useTheme().breakpoints.down('xs'), {
    noSsr: true,
  });
  return (
    <Dialog
      open
      fullWidth
      maxWidth={size}
      fullScreen={narrow && size === 'md'}
      onClose={onClose}
      aria-labelledby={id}
      classes={{ paper: classes.paper }}
    >
      <div className={classes.header}>
        <h2 id={id} className={classes.title}>
          {title}
        </h2>
        <IconButton
          size="small"
          onClick={onClose}
          aria-label={t('runbooks.close')}
        >
          <CloseIcon />
        </IconButton>
      </div>
      {children}
    </Dialog>
  );
};

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
import ChevronRightIcon from '@material-ui/icons/ChevronRight';
import clsx from 'clsx';
import { type ReactNode, useId, useState } from 'react';
import { quietText } from '../tones/tones';

const useStyles = makeStyles(
  theme => ({
    button: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: 2,
      padding: '2px 6px 2px 0',
      border: 0,
      borderRadius: 4,
      background: 'none',
      font: 'inherit',
      fontSize: 13,
      lineHeight: '20px',
      color: quietText(theme),
      cursor: 'pointer',
      '&:hover': { color: theme.palette.text.primary },
      '&:focus-visible': {
        outline: `2px solid ${theme.palette.primary.main}`,
        outlineOffset: 1,
      },
    },
    icon: { fontSize: 18, transition: 'transform 120ms' },
    open: { transform: 'rotate(90deg)' },
    content: { marginTop: 4 },
  }),
  { name: 'TokPulseOpsDisclosure' },
);

export interface DisclosureProps {
  readonly label: string;
  readonly children: ReactNode;
}

/** Something that is shown on demand; made only then. */
export const Disclosure = ({ label, children }: DisclosureProps) => {
  const classes = useStyles();
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <div>
      <button
        type="button"
        className={classes.button}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <ChevronRightIcon
          className={clsx(classes.icon, open && classes.open)}
          aria-hidden="true"
        />
        {label}
      </button>
      <div id={id} hidden={!open} className={classes.content}>
        {open && children}
      </div>
    </div>
  );
};

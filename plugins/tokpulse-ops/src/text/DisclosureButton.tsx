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
import { quietText } from '../tones/tones';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: 2,
      // At least 24 by 24: WCAG 2.2, target size.
      minHeight: 24,
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
  }),
  { name: 'TokPulseOpsDisclosureButton' },
);

export interface DisclosureButtonProps {
  readonly label: string;
  readonly open: boolean;
  /** Id of what it shows. */
  readonly controls: string;
  readonly onClick: () => void;
}

/** Shows and hides something. */
export const DisclosureButton = (props: DisclosureButtonProps) => {
  const { label, open, controls, onClick } = props;
  const classes = useStyles();
  return (
    <button
      type="button"
      className={classes.root}
      aria-expanded={open}
      aria-controls={controls}
      onClick={onClick}
    >
      <ChevronRightIcon
        className={clsx(classes.icon, open && classes.open)}
        aria-hidden="true"
      />
      {label}
    </button>
  );
};

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
import { monospace, tonesOf } from '../tones/tones';
import type { PlacedStep } from './planOutline';
import { useJump } from './PlanJumps';

const useStyles = makeStyles(
  theme => ({
    root: {
      padding: 0,
      border: 0,
      background: 'none',
      font: 'inherit',
      textAlign: 'left',
      color: tonesOf(theme).active.text,
      cursor: 'pointer',
      borderRadius: 3,
      '&:hover': { textDecoration: 'underline' },
      '&:focus-visible': {
        outline: `2px solid ${theme.palette.primary.main}`,
        outlineOffset: 1,
      },
    },
    number: { fontFamily: monospace, fontSize: '0.9em' },
  }),
  { name: 'TokPulseOpsStepJump' },
);

/** A step by number and name; a way to it. */
export const StepJump = ({ step }: { readonly step: PlacedStep }) => {
  const classes = useStyles();
  const jump = useJump();
  const { number, planned } = step;
  const { id, name } = planned.step;
  const words = (
    <>
      <span className={classes.number}>{number}</span> {name}
    </>
  );
  return jump === undefined ? (
    <span>{words}</span>
  ) : (
    <button type="button" className={classes.root} onClick={() => jump(id)}>
      {words}
    </button>
  );
};

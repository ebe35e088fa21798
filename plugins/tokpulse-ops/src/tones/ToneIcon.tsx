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
import type SvgIcon from '@material-ui/core/SvgIcon';
import clsx from 'clsx';
import { type Tone, tonesOf } from './tones';

const useStyles = makeStyles(
  theme => {
    const tones = tonesOf(theme);
    return {
      critical: { color: tones.critical.text },
      warning: { color: tones.warning.text },
      ok: { color: tones.ok.text },
      active: { color: tones.active.text },
      neutral: { color: tones.neutral.text },
    };
  },
  { name: 'TokPulseOpsToneIcon' },
);

export interface ToneIconProps {
  readonly icon: typeof SvgIcon;
  readonly tone: Tone;
  readonly className?: string;
}

/** An icon in the colour of a tone; decoration, the word stands beside it. */
export const ToneIcon = ({ icon: Icon, tone, className }: ToneIconProps) => {
  const classes = useStyles();
  return <Icon aria-hidden="true" className={clsx(classes[tone], className)} />;
};

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
import type { Sign } from './sign';
import { type Tone, tonesOf } from './tones';

const useStyles = makeStyles(
  theme => {
    const tones = tonesOf(theme);
    const surface = (tone: Tone) => ({
      color: tones[tone].text,
      backgroundColor: tones[tone].surface,
    });
    return {
      root: {
        display: 'inline-flex',
        alignItems: 'center',
        gap: 6,
        padding: '2px 8px 2px 6px',
        borderRadius: 10,
        fontSize: 12.5,
        fontWeight: 600,
        lineHeight: '18px',
        whiteSpace: 'nowrap',
        verticalAlign: 'middle',
      },
      large: {
        fontSize: 15,
        lineHeight: '22px',
        padding: '4px 12px 4px 8px',
        borderRadius: 14,
      },
      icon: { fontSize: '1.25em', flex: 'none' },
      critical: surface('critical'),
      warning: surface('warning'),
      ok: surface('ok'),
      active: surface('active'),
      neutral: surface('neutral'),
      // After the tones, whose surface it takes away.
      plain: { padding: 0, backgroundColor: 'transparent' },
    };
  },
  { name: 'TokPulseOpsSignChip' },
);

export interface SignChipProps {
  readonly sign: Sign;
  readonly size?: 'normal' | 'large';
  /** `plain` has no surface, for rows that have enough of them. */
  readonly look?: 'surface' | 'plain';
  readonly className?: string;
}

/** A state in words, with its icon and colour. */
export const SignChip = (props: SignChipProps) => {
  const { sign, size = 'normal', look = 'surface', className } = props;
  const classes = useStyles();
  const Icon = sign.icon;
  return (
    <span
      title={sign.hint}
      className={clsx(
        classes.root,
        classes[sign.tone],
        size === 'large' && classes.large,
        look === 'plain' && classes.plain,
        className,
      )}
    >
      <Icon className={classes.icon} aria-hidden="true" />
      {sign.word}
    </span>
  );
};

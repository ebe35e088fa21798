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
import type { Severity } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import clsx from 'clsx';
import { useText } from '../translation';
import { monospace, type Tone, tonesOf } from './tones';

const toneOf: Readonly<Record<Severity, Tone>> = {
  P0: 'critical',
  P1: 'warning',
  P2: 'active',
  P3: 'neutral',
};

const useStyles = makeStyles(
  theme => {
    const tones = tonesOf(theme);
    const outline = (tone: Tone) => ({
      color: tones[tone].text,
      borderColor: tones[tone].line,
    });
    return {
      root: {
        display: 'inline-block',
        flex: 'none',
        border: '1px solid',
        borderRadius: 4,
        padding: '0 5px',
        fontFamily: monospace,
        fontSize: 12,
        fontWeight: 700,
        lineHeight: '18px',
      },
      critical: outline('critical'),
      warning: outline('warning'),
      ok: outline('ok'),
      active: outline('active'),
      neutral: outline('neutral'),
    };
  },
  { name: 'TokPulseOpsSeverityChip' },
);

/** The severity of a runbook. */
export const SeverityChip = ({ severity }: { readonly severity: Severity }) => {
  const classes = useStyles();
  const t = useText();
  return (
    <span
      title={t('severity.hint', { severity })}
      className={clsx(classes.root, classes[toneOf[severity]])}
    >
      {severity}
    </span>
  );
};

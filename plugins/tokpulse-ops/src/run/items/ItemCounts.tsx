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
import type { StepItem } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { SignChip } from '../../tones/SignChip';
import { hairline, tonesOf } from '../../tones/tones';
import { useSigns } from '../../tones/useSigns';
import { useText } from '../../translation';
import { countItems } from './itemOrder';

const useStyles = makeStyles(
  theme => {
    const tones = tonesOf(theme);
    return {
      root: { display: 'grid', gap: 4, gridTemplateColumns: 'minmax(0, 1fr)' },
      counts: {
        display: 'flex',
        flexWrap: 'wrap',
        gap: '2px 14px',
        fontVariantNumeric: 'tabular-nums',
      },
      bar: {
        display: 'flex',
        gap: 1,
        height: 6,
        borderRadius: 3,
        overflow: 'hidden',
        backgroundColor: hairline(theme),
      },
      critical: { backgroundColor: tones.critical.line },
      warning: { backgroundColor: tones.warning.line },
      ok: { backgroundColor: tones.ok.line },
      active: { backgroundColor: tones.active.line },
      neutral: { backgroundColor: 'transparent' },
    };
  },
  { name: 'TokPulseOpsItemCounts' },
);

/** How far a step with `each` is, and how many of its items went wrong. */
export const ItemCounts = (props: { readonly items: readonly StepItem[] }) => {
  const { items } = props;
  const classes = useStyles();
  const t = useText();
  const signs = useSigns();
  const counts = countItems(items).map(([state, count]) => ({
    count,
    sign: signs.step({ state, handled: false }),
  }));
  return (
    <div className={classes.root}>
      <div className={classes.counts}>
        <span>{t('items.total', { count: items.length })}</span>
        {counts.map(({ sign, count }) => (
          <SignChip
            key={sign.word}
            look="plain"
            sign={{ ...sign, word: `${count} ${sign.word.toLowerCase()}` }}
          />
        ))}
      </div>
      {/* The numbers above say the same. */}
      <div className={classes.bar} aria-hidden="true">
        {counts.map(({ sign, count }) => (
          <span
            key={sign.word}
            className={classes[sign.tone]}
            style={{ flex: count }}
          />
        ))}
      </div>
    </div>
  );
};

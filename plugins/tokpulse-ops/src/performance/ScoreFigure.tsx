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

import { makeStyles, useTheme } from '@material-ui/core/styles';
import type { ScoreView } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { DateTime } from 'luxon';
import { formatNumber } from '../charts/quantity';
import { Disclosure } from '../text/Disclosure';
import { visibleText } from '../text/visibleText';
import { SignChip } from '../tones/SignChip';
import { quietText, tonesOf } from '../tones/tones';
import { useText } from '../translation';
import { useScoreSign } from './useScoreSign';

const RADIUS = 30;
const STROKE = 7;
const SIZE = 2 * (RADIUS + STROKE);
const ROUND = 2 * Math.PI * RADIUS;
const FULL = 100;

const useStyles = makeStyles(
  theme => ({
    root: { display: 'flex', gap: 16, alignItems: 'center', minWidth: 0 },
    ring: { position: 'relative', flex: 'none', width: SIZE, height: SIZE },
    figure: {
      position: 'absolute',
      inset: 0,
      display: 'grid',
      placeContent: 'center',
      fontSize: 22,
      fontWeight: 600,
      fontVariantNumeric: 'tabular-nums',
    },
    words: { minWidth: 0 },
    state: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '2px 10px',
      fontSize: 14,
    },
    behind: {
      margin: '4px 0 0',
      fontSize: 13,
      lineHeight: '19px',
      color: quietText(theme),
    },
    computed: {
      margin: '0 0 4px',
      fontSize: 13,
      lineHeight: '20px',
      maxWidth: '80ch',
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'TokPulseOpsScoreFigure' },
);

export interface ScoreFigureProps {
  readonly host: string;
  readonly score: ScoreView;
}

/** The part of the ring that the score fills; without a score it is empty and dashed. */
const Ring = ({ score }: { readonly score: ScoreView }) => {
  const theme = useTheme();
  const tone = tonesOf(theme)[useScoreSign()(score.status).tone];
  const circle = {
    cx: SIZE / 2,
    cy: SIZE / 2,
    r: RADIUS,
    fill: 'none',
    strokeWidth: STROKE,
  };
  return (
    <svg width={SIZE} height={SIZE} aria-hidden="true">
      {score.value === undefined ? (
        <circle {...circle} stroke={tone.line} strokeDasharray="3 6" />
      ) : (
        <>
          <circle {...circle} stroke={tone.surface} />
          <circle
            {...circle}
            stroke={tone.line}
            strokeDasharray={`${(score.value / FULL) * ROUND} ${ROUND}`}
            transform={`rotate(-90 ${SIZE / 2} ${SIZE / 2})`}
          />
        </>
      )}
    </svg>
  );
};

/** The score of a host, how it is computed, and how much data is behind it. */
export const ScoreFigure = ({ host, score }: ScoreFigureProps) => {
  const classes = useStyles();
  const t = useText();
  const sign = useScoreSign()(score.status);
  const { value, samples, budgets, budgetsWithData, violated, since } = score;
  const counts = {
    samples: formatNumber(samples),
    withData: String(budgetsWithData),
    budgets: String(budgets),
  };
  return (
    <div
      className={classes.root}
      role="group"
      aria-label={t('performance.scoreOf', { host })}
    >
      <div className={classes.ring}>
        <Ring score={score} />
        <span className={classes.figure} aria-hidden="true">
          {value ?? '–'}
        </span>
      </div>
      <div className={classes.words}>
        <div className={classes.state}>
          <strong>
            {value === undefined
              ? t('performance.noScore')
              : `${value} ${t('performance.outOf')}`}
          </strong>
          <SignChip sign={sign} />
          {violated > 0 && (
            <span>{t('performance.violationsCount', { count: violated })}</span>
          )}
        </div>
        <p className={classes.behind}>
          {value === undefined &&
            budgets > 0 &&
            t('performance.noScoreWhy', { budgets: String(budgets) })}
          {value !== undefined &&
            (since === undefined
              ? t('performance.behind', counts)
              : t('performance.behindSince', {
                  ...counts,
                  since: DateTime.fromISO(since).toFormat('d MMM, HH:mm'),
                }))}
        </p>
        <Disclosure label={t('performance.computed')}>
          <p className={classes.computed}>{visibleText(score.computed)}</p>
        </Disclosure>
      </div>
    </div>
  );
};

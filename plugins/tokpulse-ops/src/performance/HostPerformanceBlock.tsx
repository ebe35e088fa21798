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
import type { HostPerformance } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useAnswerWords } from '../operations/useAnswerWords';
import { Notice } from '../states/Notice';
import { Disclosures } from '../text/Disclosures';
import { TimeAgo } from '../text/TimeAgo';
import { visibleText } from '../text/visibleText';
import { hairline, quietText } from '../tones/tones';
import { useText } from '../translation';
import { BudgetList } from './BudgetList';
import { EndpointTable } from './EndpointTable';
import { ScoreFigure } from './ScoreFigure';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'grid',
      gridTemplateColumns: 'minmax(0, 1fr)',
      gap: 12,
      padding: '10px 20px 14px',
      '& + &': { borderTop: `1px solid ${hairline(theme)}` },
    },
    line: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'baseline',
      gap: '2px 10px',
    },
    name: { margin: 0, fontWeight: 600, fontSize: 15, lineHeight: '22px' },
    quiet: { fontSize: 13, color: quietText(theme) },
    title: { margin: 0, fontWeight: 600, fontSize: 14, lineHeight: '20px' },
    list: {
      listStyle: 'disc',
      margin: '2px 0 0',
      paddingLeft: 18,
      fontSize: 14,
      lineHeight: '21px',
      maxWidth: '80ch',
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'TokPulseOpsHostPerformanceBlock' },
);

/** One host: its score, its budgets against readings, what it recommends. */
export const HostPerformanceBlock = (props: {
  readonly of: HostPerformance;
}) => {
  const { of } = props;
  const { host, at, answer, problem, score, budgets, recommendations } = of;
  const { endpoints = [] } = of;
  const classes = useStyles();
  const t = useText();
  const answerWords = useAnswerWords();
  const measured = budgets.filter(({ reading }) => reading !== undefined);
  const unmeasured = budgets.filter(({ reading }) => reading === undefined);
  return (
    <li className={classes.root}>
      <div className={classes.line}>
        <h3 className={classes.name}>{host}</h3>
        {at !== undefined && (
          <span className={classes.quiet}>
            {t('performance.lastRead', { ago: <TimeAgo at={at} /> })}
          </span>
        )}
      </div>
      {problem !== undefined && (
        <Notice tone="neutral" title={t('performance.problem', { host })}>
          <p>{visibleText(problem)}</p>
          {answer !== undefined && <p>{answerWords(answer)}</p>}
        </Notice>
      )}
      <ScoreFigure host={host} score={score} />
      {measured.length > 0 && (
        <BudgetList
          label={t('performance.budgets', { host })}
          budgets={measured}
        />
      )}
      {recommendations.length > 0 && (
        <div>
          <h4 className={classes.title}>{t('performance.recommendations')}</h4>
          <ul className={classes.list}>
            {recommendations.map(one => (
              <li key={one}>{visibleText(one)}</li>
            ))}
          </ul>
        </div>
      )}
      <Disclosures
        items={[
          ...(endpoints.length > 0
            ? [
                {
                  label: t('performance.endpoints', { host }),
                  content: () => (
                    <EndpointTable
                      label={t('performance.endpoints', { host })}
                      endpoints={endpoints}
                    />
                  ),
                },
              ]
            : []),
          ...(unmeasured.length > 0
            ? [
                {
                  label: t('performance.withoutData', {
                    count: unmeasured.length,
                  }),
                  content: () => (
                    <>
                      <p className={classes.quiet}>
                        {t('performance.withoutDataHint')}
                      </p>
                      <BudgetList
                        label={t('performance.withoutData', {
                          count: unmeasured.length,
                        })}
                        budgets={unmeasured}
                      />
                    </>
                  ),
                },
              ]
            : []),
        ]}
      />
    </li>
  );
};

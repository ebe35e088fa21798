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
import type { MetricsView } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useAnswerWords } from '../operations/useAnswerWords';
import { Notice } from '../states/Notice';
import { Disclosure } from '../text/Disclosure';
import { TimeAgo } from '../text/TimeAgo';
import { visibleText } from '../text/visibleText';
import { quietText } from '../tones/tones';
import { useText } from '../translation';

const useStyles = makeStyles(
  theme => ({
    root: { display: 'grid', gap: 6, fontSize: 13, lineHeight: '20px' },
    quiet: { margin: 0, color: quietText(theme) },
    list: {
      listStyle: 'disc',
      margin: 0,
      paddingLeft: 18,
      overflowWrap: 'anywhere',
      color: quietText(theme),
    },
  }),
  { name: 'TokPulseOpsPagesOfMetrics' },
);

type Page = MetricsView['hosts'][number];

const PageOf = ({ page }: { readonly page: Page }) => {
  const { host, at, answer, problem, samples, problems, problemCount } = page;
  const classes = useStyles();
  const t = useText();
  const answerWords = useAnswerWords();
  const more = problemCount - problems.length;
  return (
    <div>
      {problem === undefined ? (
        <p className={classes.quiet}>
          {at === undefined
            ? t('metrics.pageNever', { host })
            : t('metrics.page', {
                host,
                samples: String(samples),
                ago: <TimeAgo at={at} />,
              })}
        </p>
      ) : (
        <Notice tone="neutral" title={t('metrics.problem', { host })}>
          <p>{visibleText(problem)}</p>
          {answer !== undefined && <p>{answerWords(answer)}</p>}
        </Notice>
      )}
      {problemCount > 0 && (
        <Disclosure label={t('metrics.invalid', { host, count: problemCount })}>
          <ul className={classes.list}>
            {problems.map(one => (
              <li key={`${one.line} ${one.problem}`}>
                {t('metrics.invalidLine', {
                  line: String(one.line),
                  problem: visibleText(one.problem),
                })}
              </li>
            ))}
            {more > 0 && (
              <li>{t('metrics.invalidMore', { more: String(more) })}</li>
            )}
          </ul>
        </Disclosure>
      )}
    </div>
  );
};

/** The pages that the samples come from, and what is wrong with them. */
export const PagesOfMetrics = (props: { readonly hosts: readonly Page[] }) => {
  const classes = useStyles();
  const t = useText();
  return (
    <div className={classes.root} role="group" aria-label={t('metrics.pages')}>
      {props.hosts.map(page => (
        <PageOf key={page.host} page={page} />
      ))}
    </div>
  );
};

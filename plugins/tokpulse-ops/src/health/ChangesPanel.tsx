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

import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import type { HealthChangeView } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useState } from 'react';
import { Panel } from '../states/Panel';
import { TimeAgo } from '../text/TimeAgo';
import { visibleText } from '../text/visibleText';
import { SignChip } from '../tones/SignChip';
import { hairline, quietText } from '../tones/tones';
import { useSigns } from '../tones/useSigns';
import { useText } from '../translation';

const FIRST = 6;

const useStyles = makeStyles(
  theme => ({
    list: { listStyle: 'none', margin: 0, padding: '4px 20px 8px' },
    change: {
      display: 'grid',
      gridTemplateColumns: '118px 104px minmax(0, 1fr)',
      gap: '0 16px',
      alignItems: 'baseline',
      padding: '6px 0',
      fontSize: 14,
      lineHeight: '20px',
      '& + &': { borderTop: `1px solid ${hairline(theme)}` },
      [theme.breakpoints.down('xs')]: {
        gridTemplateColumns: 'auto minmax(0, 1fr)',
      },
    },
    quiet: { fontSize: 13, color: quietText(theme) },
    words: {
      overflowWrap: 'anywhere',
      [theme.breakpoints.down('xs')]: { gridColumn: '1 / -1' },
    },
    who: { fontWeight: 600 },
    empty: {
      margin: 0,
      padding: '8px 20px 16px',
      fontSize: 14,
      color: quietText(theme),
    },
    more: { padding: '0 15px 12px' },
  }),
  { name: 'TokPulseOpsChangesPanel' },
);

const Change = ({ change }: { readonly change: HealthChangeView }) => {
  const classes = useStyles();
  const t = useText();
  const signs = useSigns();
  const word = (status: HealthChangeView['to']) =>
    signs.health(status).word.toLocaleLowerCase();
  const { host, check, from, to } = change;
  return (
    <li className={classes.change}>
      <span className={classes.quiet}>
        <TimeAgo at={change.at} />
      </span>
      <span>
        <SignChip sign={signs.health(to)} look="plain" />
      </span>
      <span className={classes.words}>
        <span className={classes.who}>
          {[host ?? t('changes.service'), check]
            .filter(part => part !== undefined)
            .map(visibleText)
            .join(' · ')}
        </span>{' '}
        <span className={classes.quiet}>
          {from === undefined
            ? t('changes.first', { to: word(to) })
            : t('changes.was', { from: word(from), to: word(to) })}
        </span>
        <br />
        {visibleText(change.message)}
      </span>
    </li>
  );
};

/** Hosts and checks that changed their state, newest first. */
export const ChangesPanel = (props: {
  readonly changes: readonly HealthChangeView[];
}) => {
  const { changes } = props;
  const classes = useStyles();
  const t = useText();
  const [all, setAll] = useState(false);
  const shown = all ? changes : changes.slice(0, FIRST);
  return (
    <Panel title={t('changes.title')}>
      {changes.length === 0 ? (
        <p className={classes.empty}>{t('changes.empty')}</p>
      ) : (
        <ul className={classes.list} aria-label={t('changes.list')}>
          {shown.map((change, index) => (
            <Change
              key={`${change.at} ${change.host} ${change.check} ${index}`}
              change={change}
            />
          ))}
        </ul>
      )}
      {shown.length < changes.length && (
        <div className={classes.more}>
          <Button size="small" onClick={() => setAll(true)}>
            {t('changes.more', { count: changes.length - FIRST })}
          </Button>
        </div>
      )}
    </Panel>
  );
};

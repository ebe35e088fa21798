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
import type { MissingIndex } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { Notice } from '../states/Notice';
import { CodeBlock } from '../text/CodeBlock';
import { useText } from '../translation';

const useStyles = makeStyles(
  {
    list: {
      listStyle: 'none',
      margin: '6px 0 0',
      padding: 0,
      display: 'grid',
      gap: 10,
    },
    why: { margin: '0 0 4px' },
  },
  { name: 'TokPulseOpsMissingIndexes' },
);

/** What the database lacks for lists to be quick, with the statements that add it. */
export const MissingIndexes = (props: {
  readonly indexes: readonly MissingIndex[];
}) => {
  const { indexes } = props;
  const classes = useStyles();
  const t = useText();
  return indexes.length === 0 ? null : (
    <Notice
      tone="warning"
      title={t('subs.missingIndexes', { count: indexes.length })}
    >
      <ul className={classes.list}>
        {indexes.map(({ table, columns, why, sql }) => (
          <li key={sql}>
            <p className={classes.why}>
              {t('subs.indexOn', { table, columns: columns.join(', '), why })}
            </p>
            <CodeBlock text={sql} what={t('subs.indexSql')} lines={4} />
          </li>
        ))}
      </ul>
    </Notice>
  );
};

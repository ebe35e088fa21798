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
import clsx from 'clsx';
import { InlineText } from '../text/InlineText';
import { TextInput } from '../text/TextInput';
import { hairline, monospace, quietText, sunken } from '../tones/tones';
import { useText } from '../translation';
import { Notice } from '../states/Notice';

const useStyles = makeStyles(
  theme => ({
    root: { display: 'grid', gap: 8 },
    field: { maxWidth: 520 },
    ready: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: 6,
    },
    label: { fontSize: 13, color: quietText(theme), marginRight: 4 },
    search: {
      minHeight: 28,
      padding: '2px 10px',
      border: `1px solid ${hairline(theme)}`,
      borderRadius: 14,
      background: 'none',
      font: 'inherit',
      fontSize: 13,
      lineHeight: '20px',
      color: theme.palette.text.primary,
      cursor: 'pointer',
      '&:hover': { backgroundColor: sunken(theme) },
      '&:focus-visible': {
        outline: `2px solid ${theme.palette.primary.main}`,
        outlineOffset: 1,
      },
    },
    chosen: {
      fontWeight: 600,
      backgroundColor: sunken(theme),
      borderColor: quietText(theme),
    },
    mono: { fontFamily: monospace },
  }),
  { name: 'TokPulseOpsMetricsSearch' },
);

export interface MetricsSearchProps {
  readonly value: string;
  readonly view: MetricsView;
  readonly onSearch: (search: string) => void;
}

/** A field for words, and what operations documents look for, ready to press. */
export const MetricsSearch = (props: MetricsSearchProps) => {
  const { value, view, onSearch } = props;
  const classes = useStyles();
  const t = useText();
  const chosen = view.searches.find(({ search }) => search === value.trim());
  return (
    <div className={classes.root} role="search">
      <div className={classes.field}>
        <TextInput
          type="search"
          label={t('metrics.search')}
          helperText={t('metrics.searchHint')}
          value={value}
          onText={onSearch}
          inputProps={{
            spellCheck: false,
            autoComplete: 'off',
            maxLength: 200,
          }}
          InputProps={{ classes: { input: classes.mono } }}
        />
      </div>
      {view.searches.length > 0 && (
        <div
          className={classes.ready}
          role="group"
          aria-label={t('metrics.ready')}
        >
          <span className={classes.label} aria-hidden="true">
            {t('metrics.ready')}
          </span>
          {view.searches.map(({ id, title, search }) => (
            <button
              key={id}
              type="button"
              aria-pressed={chosen?.id === id}
              title={search}
              className={clsx(
                classes.search,
                chosen?.id === id && classes.chosen,
              )}
              onClick={() => onSearch(chosen?.id === id ? '' : search)}
            >
              {title}
            </button>
          ))}
        </div>
      )}
      {chosen?.note !== undefined && (
        <Notice tone="neutral">
          <p>
            <InlineText text={chosen.note} />
          </p>
        </Notice>
      )}
    </div>
  );
};

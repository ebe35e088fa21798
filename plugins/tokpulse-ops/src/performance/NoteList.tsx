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
import { Disclosure } from '../text/Disclosure';
import { InlineText } from '../text/InlineText';
import { hairline, quietText } from '../tones/tones';
import { useText } from '../translation';

const useStyles = makeStyles(
  theme => ({
    root: {
      padding: '8px 20px 10px',
      borderTop: `1px solid ${hairline(theme)}`,
    },
    list: {
      listStyle: 'disc',
      margin: '0 0 6px',
      paddingLeft: 18,
      fontSize: 13,
      lineHeight: '20px',
      maxWidth: '90ch',
      color: quietText(theme),
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'TokPulseOpsNoteList' },
);

/** What to know about the figures, on demand. */
export const NoteList = ({ notes }: { readonly notes: readonly string[] }) => {
  const classes = useStyles();
  const t = useText();
  return notes.length === 0 ? null : (
    <div className={classes.root}>
      <Disclosure label={t('performance.notes')}>
        <ul className={classes.list}>
          {notes.map(note => (
            <li key={note}>
              <InlineText text={note} />
            </li>
          ))}
        </ul>
      </Disclosure>
    </div>
  );
};

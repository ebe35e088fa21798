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
import type { ServiceAbout } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { Notice } from '../states/Notice';
import { asSentence } from '../text/sentence';
import { visibleText } from '../text/visibleText';
import { hairline, monospace, quietText } from '../tones/tones';
import { useText } from '../translation';

const useStyles = makeStyles(
  theme => ({
    root: { padding: '6px 20px 14px' },
    table: {
      width: '100%',
      borderCollapse: 'collapse',
      fontSize: 14,
      lineHeight: '20px',
      '& th': {
        textAlign: 'left',
        fontSize: 12.5,
        fontWeight: 600,
        color: quietText(theme),
        padding: '2px 8px 4px 0',
      },
      '& td': {
        padding: '5px 8px 5px 0',
        borderTop: `1px solid ${hairline(theme)}`,
        overflowWrap: 'anywhere',
      },
    },
    code: { fontFamily: monospace, fontSize: 13 },
    none: { margin: 0, fontSize: 14 },
  }),
  { name: 'TokPulseOpsFlagList' },
);

/** The feature flags as their host tells them; an unreadable answer is unknown. */
export const FlagList = (props: {
  readonly flags: NonNullable<ServiceAbout['flags']>;
}) => {
  const { known, message, flags } = props.flags;
  const classes = useStyles();
  const t = useText();
  if (!known) {
    return (
      <div className={classes.root}>
        <Notice tone="neutral">
          <p>
            {asSentence(
              t('about.flagsUnknown', { message: visibleText(message) }),
            )}{' '}
            {t('about.flagsUnknownHint')}
          </p>
        </Notice>
      </div>
    );
  }
  return (
    <div className={classes.root}>
      {flags.length === 0 ? (
        <p className={classes.none}>{t('about.flagsNone')}</p>
      ) : (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('about.flag')}</th>
              <th scope="col">{t('about.flagValue')}</th>
            </tr>
          </thead>
          <tbody>
            {flags.map(({ name, value }) => (
              <tr key={name}>
                <td className={classes.code}>{visibleText(name)}</td>
                <td className={classes.code}>{visibleText(value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
};

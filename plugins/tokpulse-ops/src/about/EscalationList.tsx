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
import {
  parseDuration,
  type ServiceAbout,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { formatDuration } from '../text/duration';
import { quietText } from '../tones/tones';
import { useText } from '../translation';

const useStyles = makeStyles(
  theme => ({
    root: {
      margin: 0,
      padding: '6px 20px 14px 40px',
      fontSize: 14,
      lineHeight: '21px',
      '& li': { padding: '3px 0', overflowWrap: 'anywhere' },
    },
    level: { fontWeight: 600 },
    quiet: { color: quietText(theme) },
  }),
  { name: 'TokPulseOpsEscalationList' },
);

function durationWords(text: string): string {
  const milliseconds = parseDuration(text);
  return milliseconds === undefined ? text : formatDuration(milliseconds);
}

/** Who is called, in which order, and after how long without an answer. */
export const EscalationList = (props: {
  readonly escalation: ServiceAbout['escalation'];
}) => {
  const classes = useStyles();
  const t = useText();
  return (
    <ol className={classes.root} aria-label={t('about.escalation')}>
      {props.escalation.map(({ level, who, after, contact }) => {
        const facts = [
          after !== undefined &&
            t('about.after', { duration: durationWords(after) }),
          contact !== undefined && t('about.through', { contact }),
        ].filter(Boolean);
        return (
          <li key={`${level} ${who}`}>
            <span className={classes.level}>{level}</span>: {who}
            {facts.length > 0 && (
              <span className={classes.quiet}> · {facts.join(' · ')}</span>
            )}
          </li>
        );
      })}
    </ol>
  );
};

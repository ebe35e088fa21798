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
import type {
  RunEvent,
  RunStep,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { CodeBlock } from '../text/CodeBlock';
import { Disclosure } from '../text/Disclosure';
import { TimeAgo } from '../text/TimeAgo';
import { visibleJson } from '../text/visibleText';
import { quietText } from '../tones/tones';
import { useText } from '../translation';
import { useEventWords } from './useEventWords';

const useStyles = makeStyles(
  theme => ({
    root: {
      listStyle: 'none',
      margin: '4px 0 0',
      padding: 0,
      fontSize: 13.5,
      lineHeight: '20px',
      overflowWrap: 'anywhere',
      // A sentence may begin with “you”.
      '& > li::first-letter': { textTransform: 'uppercase' },
    },
    time: { fontSize: 12.5, color: quietText(theme), whiteSpace: 'nowrap' },
  }),
  { name: 'TokPulseOpsStepHistory' },
);

export interface StepHistoryProps {
  readonly step: RunStep;
  readonly events: readonly RunEvent[];
}

/** Who did what about a step, when and why. */
export const StepHistory = ({ step, events }: StepHistoryProps) => {
  const classes = useStyles();
  const t = useText();
  const words = useEventWords({ steps: [step] });
  return events.length === 0 ? null : (
    <ul className={classes.root}>
      {events.map(event => (
        <li key={event.seq}>
          {words(event)}{' '}
          <span className={classes.time}>
            <TimeAgo at={event.at} />
          </span>
          {event.body.type === 'plan-changed' && (
            <Disclosure label={t('edit.newInput')}>
              <CodeBlock
                text={visibleJson(event.body.input)}
                what={t('edit.newInput')}
              />
            </Disclosure>
          )}
        </li>
      ))}
    </ul>
  );
};

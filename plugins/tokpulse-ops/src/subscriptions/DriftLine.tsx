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
import CheckCircleIcon from '@material-ui/icons/CheckCircle';
import HelpIcon from '@material-ui/icons/Help';
import WarningIcon from '@material-ui/icons/Warning';
import type { DriftState } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { asSentence } from '../text/sentence';
import { TimeAgo } from '../text/TimeAgo';
import { visibleText } from '../text/visibleText';
import { ToneIcon } from '../tones/ToneIcon';
import { useText } from '../translation';

const useStyles = makeStyles(
  {
    root: {
      display: 'flex',
      gap: 8,
      margin: 0,
      alignItems: 'flex-start',
      overflowWrap: 'anywhere',
    },
    icon: { fontSize: 18, marginTop: 1, flex: 'none' },
  },
  { name: 'TokPulseOpsDriftLine' },
);

/** Whether the rows are as Stripe has them; not knowing is said as such. */
export const DriftLine = ({ drift }: { readonly drift: DriftState }) => {
  const classes = useStyles();
  const t = useText();
  const { checked, at, compared, different } = drift;
  const message = visibleText(drift.message);
  if (!checked) {
    return (
      <p className={classes.root}>
        <ToneIcon icon={HelpIcon} tone="neutral" className={classes.icon} />
        <span>{asSentence(t('subs.driftNotChecked', { message }))}</span>
      </p>
    );
  }
  const ago = at === undefined ? '' : <TimeAgo at={at} />;
  return (
    <p className={classes.root}>
      <ToneIcon
        icon={different > 0 ? WarningIcon : CheckCircleIcon}
        tone={different > 0 ? 'warning' : 'ok'}
        className={classes.icon}
      />
      <span>
        {different > 0
          ? t('subs.driftDifferent', {
              ago,
              different: String(different),
              compared: String(compared),
            })
          : t('subs.driftSame', { ago, count: compared })}{' '}
        {asSentence(message)}
      </span>
    </p>
  );
};

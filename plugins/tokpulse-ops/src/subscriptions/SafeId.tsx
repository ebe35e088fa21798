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
import { CopyButton } from '../text/CopyButton';
import { visibleText } from '../text/visibleText';
import { monospace } from '../tones/tones';
import { useText } from '../translation';

const useStyles = makeStyles(
  {
    root: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: 2,
      minWidth: 0,
    },
    id: { fontFamily: monospace, fontSize: 12.5, overflowWrap: 'anywhere' },
  },
  { name: 'TokPulseOpsSafeId' },
);

export interface SafeIdProps {
  readonly id: string;
  /** What it is the id of. */
  readonly what: string;
}

/** An id that says nothing about a person, to copy into a ticket. */
export const SafeId = ({ id, what }: SafeIdProps) => {
  const classes = useStyles();
  const t = useText();
  return (
    <span className={classes.root}>
      <span className={classes.id}>{visibleText(id)}</span>
      <CopyButton text={id} what={t('subDetail.copy', { what })} />
    </span>
  );
};

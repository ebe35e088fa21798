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
import type { ReactNode } from 'react';
import { quietText } from '../tones/tones';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'grid',
      gridTemplateColumns: 'minmax(110px, max-content) minmax(0, 1fr)',
      gap: '4px 16px',
      margin: 0,
      fontSize: 14,
      lineHeight: '26px',
      '& dt': { color: quietText(theme) },
      '& dd': { margin: 0, overflowWrap: 'anywhere' },
    },
  }),
  { name: 'TokPulseOpsFactList' },
);

const Fact = (props: { readonly name: string; readonly value: ReactNode }) => (
  <>
    <dt>{props.name}</dt>
    <dd>{props.value}</dd>
  </>
);

export interface FactListProps {
  /** What is undefined is left out. */
  readonly facts: readonly (readonly [name: string, value: ReactNode])[];
}

/** Names and values. */
export const FactList = ({ facts }: FactListProps) => (
  <dl className={useStyles().root}>
    {facts
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => (
        // Both are children of the list: a row has no box of its own.
        <Fact key={name} name={name} value={value} />
      ))}
  </dl>
);

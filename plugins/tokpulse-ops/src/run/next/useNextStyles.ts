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
import { hairline, quietText } from '../../tones/tones';

/** Styles that the views of "what happens next" share. */
export const useNextStyles = makeStyles(
  theme => ({
    quiet: { fontSize: 13, lineHeight: '20px', color: quietText(theme) },
    form: { display: 'grid', gap: 10, gridTemplateColumns: 'minmax(0, 1fr)' },
    buttons: { display: 'flex', flexWrap: 'wrap', gap: 8 },
    button: {
      [theme.breakpoints.down('xs')]: { flex: '1 1 auto' },
    },
    items: {
      listStyle: 'none',
      margin: 0,
      padding: 0,
      display: 'grid',
      gap: 8,
      gridTemplateColumns: 'minmax(0, 1fr)',
    },
    findings: {
      display: 'grid',
      gap: 2,
      padding: '8px 12px',
      borderRadius: 6,
      border: `1px solid ${hairline(theme)}`,
    },
    queue: {
      margin: 0,
      paddingLeft: 22,
      lineHeight: '24px',
      '& [aria-current]': { fontWeight: 600 },
    },
    clock: {
      fontSize: 28,
      lineHeight: '36px',
      fontWeight: 600,
      fontVariantNumeric: 'tabular-nums',
    },
  }),
  { name: 'TokPulseOpsNext' },
);

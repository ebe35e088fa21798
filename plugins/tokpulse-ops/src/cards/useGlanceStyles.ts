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
import { quietText } from '../tones/tones';

/** How the small cards look, all alike. */
export const useGlanceStyles = makeStyles(
  theme => ({
    line: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '4px 12px',
      fontSize: 14,
    },
    incident: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '4px 12px',
      marginTop: 10,
      fontSize: 14,
    },
    quiet: { fontSize: 13.5, color: quietText(theme) },
    text: {
      margin: '8px 0 0',
      fontSize: 15,
      lineHeight: '22px',
      overflowWrap: 'anywhere',
    },
    list: {
      listStyle: 'none',
      margin: '8px 0 0',
      padding: 0,
      fontSize: 14,
      lineHeight: '21px',
      '& li': { padding: '2px 0', overflowWrap: 'anywhere' },
    },
    figure: {
      fontSize: 24,
      fontWeight: 600,
      fontVariantNumeric: 'tabular-nums',
    },
    runs: { margin: '8px -20px 0' },
    icon: { fontSize: 18, verticalAlign: 'text-bottom', marginRight: 6 },
  }),
  { name: 'TokPulseOpsGlance' },
);

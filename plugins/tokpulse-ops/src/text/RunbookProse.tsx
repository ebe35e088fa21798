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

import { MarkdownContent } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import { useMemo } from 'react';
import { hairline } from '../tones/tones';
import { useText } from '../translation';
import { safeImage, safeLink } from './safeLink';
import { stepsAsNotes } from './stepsAsNotes';

const useStyles = makeStyles(
  theme => ({
    root: {
      maxWidth: '75ch',
      overflowWrap: 'anywhere',
      '& h1': { fontSize: 22 },
      '& h2': { fontSize: 18, marginTop: 28 },
      '& h3': { fontSize: 16 },
      '& blockquote': {
        margin: '12px 0',
        padding: '2px 12px',
        borderLeft: `3px solid ${hairline(theme)}`,
      },
      '& table': { display: 'block', overflowX: 'auto' },
      '& td, & th': { padding: '6px 10px', lineHeight: 1.4 },
    },
  }),
  { name: 'TokPulseOpsRunbookProse' },
);

/**
 * The text of a runbook. Raw HTML is sanitised, links lead to the web or
 * within the portal only, and step blocks are shown by name.
 */
export const RunbookProse = ({ body }: { readonly body: string }) => {
  const classes = useStyles();
  const t = useText();
  const content = useMemo(
    () =>
      stepsAsNotes(body, step => `> ▸ ${t('runbooks.stepPlaceholder', step)}`),
    [body, t],
  );
  return (
    <MarkdownContent
      className={classes.root}
      content={content}
      dialect="gfm"
      linkTarget="_blank"
      transformLinkUri={safeLink}
      transformImageUri={safeImage}
    />
  );
};

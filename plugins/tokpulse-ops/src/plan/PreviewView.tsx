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
import PinIcon from '@material-ui/icons/LockOutlined';
import type { Preview } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { CodeBlock } from '../text/CodeBlock';
import { formatDuration } from '../text/duration';
import { visibleText } from '../text/visibleText';
import { hairline, quietText } from '../tones/tones';
import { useText } from '../translation';
import { requestText } from './requestText';
import { RowsPreview } from './RowsPreview';
import { VariablesPreview } from './VariablesPreview';

const useStyles = makeStyles(
  theme => ({
    line: { margin: 0, fontSize: 14, lineHeight: '21px' },
    label: { color: quietText(theme) },
    text: { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
    quote: {
      margin: '4px 0 0',
      padding: '4px 12px',
      borderLeft: `3px solid ${hairline(theme)}`,
      whiteSpace: 'pre-wrap',
      overflowWrap: 'anywhere',
      fontSize: 14,
      lineHeight: '21px',
    },
    pinned: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: 3,
      marginLeft: 8,
      fontSize: 12.5,
      color: quietText(theme),
    },
    pin: { fontSize: 15 },
  }),
  { name: 'TokPulseOpsPreviewView' },
);

/** Shows exactly one thing that a step will do, or a fact that it rests on. */
export const PreviewView = ({ preview }: { readonly preview: Preview }) => {
  const classes = useStyles();
  const t = useText();
  const said = (label: string, text: string) => (
    <p className={classes.line}>
      <span className={classes.label}>{label}: </span>
      <span className={classes.text}>{visibleText(text)}</span>
    </p>
  );
  switch (preview.kind) {
    case 'request':
      return (
        <CodeBlock
          label={t('preview.request')}
          what={t('preview.request')}
          text={requestText(preview)}
          lines={14}
        />
      );
    case 'sql': {
      const values = preview.values.map(
        (value, index) => `-- $${index + 1} = ${JSON.stringify(value)}`,
      );
      return (
        <CodeBlock
          label={t('preview.sql')}
          what={t('preview.sql')}
          text={[preview.text.trimEnd(), ...values].join('\n')}
        />
      );
    }
    case 'command':
      return (
        <CodeBlock
          label={t('preview.command')}
          what={t('preview.command')}
          text={preview.text}
        />
      );
    case 'wait':
      return (
        <p className={classes.line}>
          {t('preview.wait', {
            duration: formatDuration(preview.milliseconds),
          })}
        </p>
      );
    case 'ask':
      return said(t('preview.ask'), preview.message);
    case 'message':
      return (
        <div>
          <p className={classes.line}>
            <span className={classes.label}>
              {t('preview.message', { channel: visibleText(preview.channel) })}
              {': '}
            </span>
            {preview.recipients.length === 0
              ? t('preview.nobody')
              : t('preview.recipients', {
                  count: preview.recipients.length,
                  names: visibleText(preview.recipients.join(', ')),
                })}
          </p>
          <blockquote className={classes.quote}>
            {visibleText(preview.text)}
          </blockquote>
        </div>
      );
    case 'fact':
      return (
        <p className={classes.line}>
          <span className={classes.label}>{visibleText(preview.label)}: </span>
          <span className={classes.text}>{visibleText(preview.value)}</span>
          {preview.pinned === true && (
            <span className={classes.pinned} title={t('preview.pinnedHint')}>
              <PinIcon className={classes.pin} aria-hidden="true" />
              {t('preview.pinned')}
            </span>
          )}
        </p>
      );
    case 'rows':
      return <RowsPreview preview={preview} />;
    case 'variables':
      return <VariablesPreview preview={preview} />;
    default:
      return preview satisfies never;
  }
};

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

import Button from '@material-ui/core/Button';
import IconButton from '@material-ui/core/IconButton';
import LinearProgress from '@material-ui/core/LinearProgress';
import { makeStyles } from '@material-ui/core/styles';
import CheckCircleIcon from '@material-ui/icons/CheckCircle';
import CloseIcon from '@material-ui/icons/Close';
import ErrorIcon from '@material-ui/icons/Error';
import InsertDriveFileIcon from '@material-ui/icons/InsertDriveFileOutlined';
import { MAX_EVIDENCE_BYTES } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { formatBytes } from '../../text/bytes';
import { visibleText } from '../../text/visibleText';
import { ToneIcon } from '../../tones/ToneIcon';
import { quietText, tonesOf } from '../../tones/tones';
import { type Text, useText } from '../../translation';
import { MOST_FILES, type Upload } from './useUploads';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'grid',
      gridTemplateColumns: '20px minmax(0, 1fr) auto',
      alignItems: 'center',
      gap: '0 8px',
      marginTop: 6,
      fontSize: 13.5,
    },
    icon: { fontSize: 18 },
    name: { overflowWrap: 'anywhere' },
    quiet: { color: quietText(theme), whiteSpace: 'nowrap' },
    problem: { color: tonesOf(theme).critical.text, overflowWrap: 'anywhere' },
    under: { gridColumn: '2 / -1' },
  }),
  { name: 'TokPulseOpsUploadRow' },
);

function problemOf(t: Text, { state, file }: Upload): string | undefined {
  switch (state.kind) {
    case 'sending':
    case 'there':
      return undefined;
    case 'failed':
      return t('files.failed', {
        message: [state.problem.message, state.problem.nextStep]
          .filter(Boolean)
          .join('. '),
      });
    case 'refused':
      switch (state.because) {
        case 'too-large':
          return t('files.tooLarge', {
            size: formatBytes(file.size),
            limit: formatBytes(MAX_EVIDENCE_BYTES),
          });
        case 'empty':
          return t('files.empty');
        case 'too-many':
          return t('files.tooMany', { most: String(MOST_FILES) });
        default:
          return state.because satisfies never;
      }
    default:
      return state satisfies never;
  }
}

export interface UploadRowProps {
  readonly upload: Upload;
  readonly onRemove: () => void;
  readonly onRetry: () => void;
}

/** One file of evidence: on its way, there, or why not. */
export const UploadRow = ({ upload, onRemove, onRetry }: UploadRowProps) => {
  const classes = useStyles();
  const t = useText();
  const { file, state } = upload;
  const problem = problemOf(t, upload);
  const name = visibleText(file.name);
  const iconOf = () => {
    if (state.kind === 'there') {
      return { icon: CheckCircleIcon, tone: 'ok' } as const;
    }
    return state.kind === 'sending'
      ? ({ icon: InsertDriveFileIcon, tone: 'neutral' } as const)
      : ({ icon: ErrorIcon, tone: 'critical' } as const);
  };
  return (
    <li className={classes.root}>
      <ToneIcon {...iconOf()} className={classes.icon} />
      <span className={classes.name}>
        {name} <span className={classes.quiet}>{formatBytes(file.size)}</span>
        {state.kind === 'there' && (
          <span className={classes.quiet}> · {t('files.there')}</span>
        )}
      </span>
      <IconButton
        size="small"
        aria-label={t('files.remove', { name })}
        onClick={onRemove}
      >
        <CloseIcon className={classes.icon} />
      </IconButton>
      {state.kind === 'sending' && (
        <LinearProgress
          className={classes.under}
          aria-label={t('files.sending', { name })}
        />
      )}
      {problem !== undefined && (
        <span role="alert" className={`${classes.under} ${classes.problem}`}>
          {problem}{' '}
          {state.kind === 'failed' && (
            <Button size="small" onClick={onRetry}>
              {t('problem.retry')}
            </Button>
          )}
        </span>
      )}
    </li>
  );
};

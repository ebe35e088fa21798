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
import { makeStyles } from '@material-ui/core/styles';
import AttachFileIcon from '@material-ui/icons/AttachFile';
import {
  type EvidenceFile,
  MAX_EVIDENCE_BYTES,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import clsx from 'clsx';
import { type DragEvent, useId, useRef, useState } from 'react';
import { formatBytes } from '../../text/bytes';
import { hairline, quietText, tonesOf } from '../../tones/tones';
import { useText } from '../../translation';
import { UploadRow } from './UploadRow';
import { MOST_FILES, useUploads } from './useUploads';

const useStyles = makeStyles(
  theme => ({
    zone: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '4px 12px',
      padding: '8px 12px',
      border: `1px dashed ${hairline(theme)}`,
      borderRadius: 6,
      fontSize: 13,
      color: quietText(theme),
    },
    over: {
      borderColor: tonesOf(theme).active.line,
      backgroundColor: tonesOf(theme).active.surface,
      color: tonesOf(theme).active.text,
    },
    input: {
      position: 'absolute',
      width: 1,
      height: 1,
      overflow: 'hidden',
      clip: 'rect(0 0 0 0)',
    },
    list: {
      listStyle: 'none',
      margin: 0,
      padding: 0,
      display: 'grid',
      gap: 6,
      gridTemplateColumns: 'minmax(0, 1fr)',
    },
  }),
  { name: 'TokPulseOpsEvidenceFiles' },
);

export interface EvidenceFilesProps {
  readonly runId: string;
  readonly stepId: string;
  /** The files that have arrived. */
  readonly files: readonly EvidenceFile[];
  readonly onFiles: (files: readonly EvidenceFile[]) => void;
}

/** Files that show that something was done: picked, dropped or pasted. */
export const EvidenceFiles = (props: EvidenceFilesProps) => {
  const classes = useStyles();
  const t = useText();
  const inputId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const uploads = useUploads(props);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    uploads.add([...event.dataTransfer.files]);
  };
  return (
    <div
      onPaste={event => uploads.add([...event.clipboardData.files])}
      onDragOver={event => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <div className={clsx(classes.zone, over && classes.over)}>
        <Button
          size="small"
          variant="outlined"
          startIcon={<AttachFileIcon />}
          onClick={() => input.current?.click()}
        >
          {t('files.pick')}
        </Button>
        <label htmlFor={inputId}>
          {t('files.drop', {
            limit: formatBytes(MAX_EVIDENCE_BYTES),
            most: String(MOST_FILES),
          })}
        </label>
        <input
          id={inputId}
          ref={input}
          type="file"
          multiple
          tabIndex={-1}
          className={classes.input}
          onChange={event => {
            uploads.add([...(event.target.files ?? [])]);
            // The same file can be picked again after it was removed.
            event.target.value = '';
          }}
        />
      </div>
      {uploads.list.length > 0 && (
        <ul className={classes.list} aria-label={t('files.list')}>
          {uploads.list.map(upload => (
            <UploadRow
              key={upload.id}
              upload={upload}
              onRemove={() => uploads.remove(upload.id)}
              onRetry={() => uploads.retry(upload.id)}
            />
          ))}
        </ul>
      )}
    </div>
  );
};

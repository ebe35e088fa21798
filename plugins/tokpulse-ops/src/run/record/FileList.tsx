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

import { useApi } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import InsertDriveFileIcon from '@material-ui/icons/InsertDriveFileOutlined';
import type {
  EvidenceFile,
  RunDetail,
  RunEvent,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { tokpulseOpsApiRef } from '../../api/tokpulseOpsApi';
import { ProblemNotice } from '../../states/ProblemNotice';
import { formatBytes } from '../../text/bytes';
import { PersonName } from '../../text/PersonName';
import { TimeAgo } from '../../text/TimeAgo';
import { visibleText } from '../../text/visibleText';
import { monospace, quietText } from '../../tones/tones';
import { useText } from '../../translation';
import { useNextStyles } from '../next/useNextStyles';
import { useDownload } from './useDownload';

const SHORT_HASH = 12;

const useStyles = makeStyles(
  theme => ({
    file: {
      display: 'grid',
      gridTemplateColumns: '22px minmax(0, 1fr) auto',
      alignItems: 'center',
      gap: '0 8px',
    },
    icon: { fontSize: 20 },
    name: { fontWeight: 600, overflowWrap: 'anywhere' },
    quiet: { fontSize: 12.5, color: quietText(theme) },
    hash: { fontFamily: monospace },
  }),
  { name: 'TokPulseOpsFileList' },
);

/** The files that decisions named as evidence. */
export function filesOf(events: readonly RunEvent[]): readonly EvidenceFile[] {
  return events.flatMap(({ body }) =>
    body.type === 'decided' ? body.files ?? [] : [],
  );
}

export interface FileListProps {
  readonly run: RunDetail;
  readonly files: readonly EvidenceFile[];
}

/** The files of evidence, to download. */
export const FileList = ({ run, files }: FileListProps) => {
  const classes = useStyles();
  const next = useNextStyles();
  const t = useText();
  const api = useApi(tokpulseOpsApiRef);
  const { download, pending, error } = useDownload();
  if (files.length === 0) {
    return <p className={next.quiet}>{t('record.noFiles')}</p>;
  }
  return (
    <>
      <ul className={next.items}>
        {files.map(file => (
          <li key={file.id} className={classes.file}>
            <InsertDriveFileIcon className={classes.icon} aria-hidden="true" />
            <div>
              <div className={classes.name}>{visibleText(file.name)}</div>
              <div className={classes.quiet}>
                {formatBytes(file.bytes)}
                {' · '}
                {t('record.fileOf', {
                  step:
                    run.steps.find(({ id }) => id === file.stepId)?.name ??
                    file.stepId,
                  who: <PersonName entityRef={file.addedBy} />,
                  ago: <TimeAgo at={file.addedAt} />,
                })}
                {' · '}
                <span className={classes.hash} title={file.sha256}>
                  SHA-256 {file.sha256.slice(0, SHORT_HASH)}
                </span>
              </div>
            </div>
            <Button
              size="small"
              variant="outlined"
              disabled={pending !== undefined}
              aria-label={t('record.saveFile', { name: file.name })}
              onClick={() =>
                download({
                  id: file.id,
                  fetch: () =>
                    api.evidence.downloadFile({
                      runId: run.id,
                      fileId: file.id,
                    }),
                  fallbackName: file.name,
                })
              }
            >
              {t(pending === file.id ? 'record.fetching' : 'record.save')}
            </Button>
          </li>
        ))}
      </ul>
      {error !== null && (
        <ProblemNotice title={t('record.notFetched')} error={error} />
      )}
    </>
  );
};

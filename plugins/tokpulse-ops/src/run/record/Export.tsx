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
import GetAppIcon from '@material-ui/icons/GetApp';
import type { RunDetail } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { tokpulseOpsApiRef } from '../../api/tokpulseOpsApi';
import { ProblemNotice } from '../../states/ProblemNotice';
import { useText } from '../../translation';
import { useNextStyles } from '../next/useNextStyles';
import { useDownload } from './useDownload';

const formats = [
  { format: 'markdown', words: 'record.markdown', ending: 'md' },
  { format: 'json', words: 'record.json', ending: 'json' },
] as const;

/** The whole run as a file, for the post-mortem. */
export const Export = ({ run }: { readonly run: RunDetail }) => {
  const classes = useNextStyles();
  const t = useText();
  const api = useApi(tokpulseOpsApiRef);
  const { download, pending, error } = useDownload();
  return (
    <>
      <p className={classes.quiet}>{t('record.exportText')}</p>
      <div className={classes.buttons}>
        {formats.map(({ format, words, ending }) => (
          <Button
            key={format}
            size="small"
            variant="outlined"
            startIcon={<GetAppIcon />}
            disabled={pending !== undefined}
            onClick={() =>
              download({
                id: format,
                fetch: () => api.evidence.exportRun({ runId: run.id, format }),
                fallbackName: `run-${run.id}.${ending}`,
              })
            }
          >
            {pending === format ? t('record.fetching') : t(words)}
          </Button>
        ))}
      </div>
      {error !== null && (
        <ProblemNotice title={t('record.notFetched')} error={error} />
      )}
    </>
  );
};

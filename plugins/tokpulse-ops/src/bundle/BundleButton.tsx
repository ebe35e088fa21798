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
import { tokpulseOpsApiRef } from '../api/tokpulseOpsApi';
import { useDownload } from '../run/record/useDownload';
import { ProblemNotice } from '../states/ProblemNotice';
import { useText } from '../translation';

/** Downloads all runbooks as one page, for when the portal is down. */
export const BundleButton = () => {
  const t = useText();
  const api = useApi(tokpulseOpsApiRef);
  const { download, pending, error } = useDownload();
  return (
    <>
      <Button
        size="small"
        startIcon={<GetAppIcon />}
        title={t('bundle.hint')}
        disabled={pending !== undefined}
        onClick={() =>
          download({
            id: 'bundle',
            fetch: () => api.downloadBundle(),
            fallbackName: 'runbooks.html',
          })
        }
      >
        {pending === undefined ? t('bundle.download') : t('bundle.fetching')}
      </Button>
      {error !== null && (
        <ProblemNotice title={t('bundle.failed')} error={error} />
      )}
    </>
  );
};

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
import RefreshIcon from '@material-ui/icons/Refresh';
import type { ServiceInfo } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { useRefreshService } from '../data/observations';
import { useText } from '../translation';

export interface RefreshButtonProps {
  readonly service: ServiceInfo;
  readonly refresh: ReturnType<typeof useRefreshService>;
}

/** Asks the service itself again, not only what the portal knows of it. */
export const RefreshButton = ({ service, refresh }: RefreshButtonProps) => {
  const t = useText();
  return (
    <Button
      size="small"
      startIcon={<RefreshIcon />}
      disabled={refresh.isPending}
      onClick={() => refresh.mutate()}
      aria-label={t('live.refreshLabel', { service: service.title })}
    >
      {refresh.isPending ? t('live.refreshing') : t('live.refresh')}
    </Button>
  );
};

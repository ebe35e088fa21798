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
import type { ServiceInfo } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { Notice } from '../states/Notice';
import { visibleText } from '../text/visibleText';
import { useText } from '../translation';

export interface MissingRunbookProps {
  readonly service: Pick<ServiceInfo, 'title'>;
  /** What the link named. */
  readonly runbook: string;
  readonly onDismiss: () => void;
}

/** Somebody came by a link to a runbook that is not there any more. */
export const MissingRunbook = (props: MissingRunbookProps) => {
  const { service, runbook, onDismiss } = props;
  const t = useText();
  return (
    <Notice
      tone="warning"
      alert
      title={t('servicePage.noRunbook', {
        runbook: visibleText(runbook),
        service: service.title,
      })}
    >
      <p>{t('servicePage.noRunbookStep')}</p>
      <Button size="small" onClick={onDismiss}>
        {t('servicePage.dismiss')}
      </Button>
    </Notice>
  );
};

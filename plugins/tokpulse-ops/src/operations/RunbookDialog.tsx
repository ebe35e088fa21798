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
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import {
  runbookReadPermission,
  type RunbookSummary,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { May } from '../data/may';
import { useRunbook } from '../data/queries';
import { OpsDialog } from '../states/OpsDialog';
import { StateView } from '../states/StateView';
import { RunbookProse } from '../text/RunbookProse';
import { useText } from '../translation';

export interface RunbookDialogProps {
  readonly service: string;
  readonly runbook: RunbookSummary;
  readonly mayStart: May;
  readonly onPlan: () => void;
  readonly onClose: () => void;
}

/** The text of a runbook, to read. */
export const RunbookDialog = (props: RunbookDialogProps) => {
  const { service, runbook, mayStart, onPlan, onClose } = props;
  const t = useText();
  const detail = useRunbook({ service, runbook: runbook.id });
  const blocked = runbook.problems.some(({ level }) => level === 'blocking');
  return (
    <OpsDialog title={runbook.title} onClose={onClose}>
      <DialogContent dividers>
        <StateView
          of={detail}
          what={runbook.title}
          permission={runbookReadPermission.name}
        >
          {({ body }) => <RunbookProse body={body} />}
        </StateView>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t('runbooks.close')}</Button>
        <Button
          color="primary"
          variant="contained"
          disabled={!mayStart.allowed || blocked}
          title={mayStart.allowed ? undefined : mayStart.because}
          onClick={onPlan}
        >
          {t('runbooks.plan')}
        </Button>
      </DialogActions>
    </OpsDialog>
  );
};

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
import { useState } from 'react';
import { useText } from '../../translation';
import { CommandDialog } from '../CommandDialog';
import type { RunCommands } from '../useRunCommands';

export interface StopOtherProps {
  readonly runId: string;
  readonly title: string;
  readonly commands: RunCommands;
}

/** Stops the reader's own other run, which is in the way of this one. */
export const StopOther = ({ runId, title, commands }: StopOtherProps) => {
  const t = useText();
  const [asking, setAsking] = useState(false);
  const close = () => setAsking(false);
  return (
    <>
      <Button
        size="small"
        color="primary"
        variant="contained"
        onClick={() => setAsking(true)}
      >
        {t('hold.stopOther', { runbook: title })}
      </Button>
      {asking && (
        <CommandDialog
          title={t('hold.stopTitle', { runbook: title })}
          commands={commands}
          kind="stop-other"
          confirm={t('hold.stopConfirm')}
          onConfirm={() => commands.send({ kind: 'stop-other', runId }, close)}
          onClose={close}
        >
          <p>{t('runPage.cancelText')}</p>
          <p>{t('hold.stopThen')}</p>
        </CommandDialog>
      )}
    </>
  );
};

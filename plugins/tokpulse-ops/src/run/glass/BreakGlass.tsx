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
import WarningIcon from '@material-ui/icons/Warning';
import type { RunDetail } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useState } from 'react';
import { useMayBreakGlass } from '../../data/may';
import { Notice } from '../../states/Notice';
import { focusAtOnce, TextInput } from '../../text/TextInput';
import { useText } from '../../translation';
import { CommandDialog } from '../CommandDialog';
import type { RunCommands } from '../useRunCommands';

/** Shorter reasons are none, says the API. */
const LEAST = 10;

export interface BreakGlassProps {
  readonly run: RunDetail;
  readonly commands: RunCommands;
}

const BreakGlassDialog = (
  props: BreakGlassProps & { readonly onClose: () => void },
) => {
  const { run, commands, onClose } = props;
  const t = useText();
  const [reason, setReason] = useState('');
  const said = reason.trim();
  const team = run.approvals === 'team';
  return (
    <CommandDialog
      title={t('glass.title')}
      commands={commands}
      kind="break-glass"
      confirm={t('glass.confirm')}
      ready={said.length < LEAST ? 'not-yet' : 'ready'}
      onConfirm={() =>
        commands.send({ kind: 'break-glass', reason: said }, onClose)
      }
      onClose={onClose}
    >
      <Notice
        tone="critical"
        title={t(team ? 'glass.doesTeam' : 'glass.doesSolo')}
      >
        <p>{t('glass.stays')}</p>
      </Notice>
      <ul>
        <li>{t(team ? 'glass.noticeTeam' : 'glass.noticeSolo')}</li>
        <li>{t(team ? 'glass.reviewTeam' : 'glass.reviewSolo')}</li>
        <li>{t('glass.forever')}</li>
      </ul>
      <TextInput
        inputRef={focusAtOnce}
        required
        multiline
        label={t('glass.reason')}
        helperText={
          said.length < LEAST
            ? t('glass.reasonHint', { count: LEAST - said.length })
            : ' '
        }
        value={reason}
        onText={setReason}
        inputProps={{ maxLength: 2000 }}
      />
    </CommandDialog>
  );
};

/** Lets the run go on without the approvals it needs; says first what that means. */
export const BreakGlass = ({ run, commands }: BreakGlassProps) => {
  const t = useText();
  const may = useMayBreakGlass(run.id);
  const [asking, setAsking] = useState(false);
  if (run.glassBroken) {
    return null;
  }
  return (
    <>
      <Button
        size="small"
        variant="outlined"
        startIcon={<WarningIcon />}
        disabled={!may.allowed}
        title={may.allowed ? undefined : may.because}
        onClick={() => setAsking(true)}
      >
        {t('glass.open')}
      </Button>
      {asking && (
        <BreakGlassDialog
          run={run}
          commands={commands}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
};

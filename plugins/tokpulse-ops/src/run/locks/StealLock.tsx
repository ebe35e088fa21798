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
import { useMaySteal } from '../../data/may';
import { Notice } from '../../states/Notice';
import { usePersonName } from '../../text/PersonName';
import { focusAtOnce, TextInput } from '../../text/TextInput';
import { useText } from '../../translation';
import { CommandDialog } from '../CommandDialog';
import type { RunCommands } from '../useRunCommands';

/** Shorter reasons are none, says the API. */
const LEAST = 10;

export interface StealLockProps {
  readonly target: string;
  readonly holder: {
    readonly runId: string;
    readonly runbookTitle: string;
    readonly lead: string;
  };
  readonly commands: RunCommands;
}

const StealDialog = (
  props: StealLockProps & { readonly onClose: () => void },
) => {
  const { target, holder, commands, onClose } = props;
  const t = useText();
  const personName = usePersonName();
  const [reason, setReason] = useState('');
  const said = reason.trim();
  const names = {
    runbook: holder.runbookTitle,
    lead: personName(holder.lead),
    target,
  };
  return (
    <CommandDialog
      title={t('hold.stealTitle', { target })}
      commands={commands}
      kind="steal"
      confirm={t('hold.steal')}
      ready={said.length < LEAST ? 'not-yet' : 'ready'}
      onConfirm={() =>
        commands.send(
          { kind: 'steal', target, holder: holder.runId, reason: said },
          onClose,
        )
      }
      onClose={onClose}
    >
      <Notice tone="critical" title={t('hold.stealDoes', names)}>
        <p>{t('hold.stealUnknown')}</p>
      </Notice>
      <p>{t('hold.stealFirst', names)}</p>
      <TextInput
        inputRef={focusAtOnce}
        required
        multiline
        label={t('hold.stealReason')}
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

/** Takes a target away from the run that holds it; says first what that does. */
export const StealLock = (props: StealLockProps) => {
  const t = useText();
  const may = useMaySteal(props.holder.runId);
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button
        size="small"
        variant="outlined"
        disabled={!may.allowed}
        title={may.allowed ? undefined : may.because}
        onClick={() => setAsking(true)}
      >
        {t('hold.stealDots')}
      </Button>
      {asking && <StealDialog {...props} onClose={() => setAsking(false)} />}
    </>
  );
};

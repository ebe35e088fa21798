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
import type { RunDetail } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useState } from 'react';
import { usePersonName } from '../../text/PersonName';
import { focusAtOnce, TextInput } from '../../text/TextInput';
import { useText } from '../../translation';
import { CommandDialog } from '../CommandDialog';
import type { RunCommands } from '../useRunCommands';

export interface TakeOverProps {
  readonly run: RunDetail;
  readonly commands: RunCommands;
}

const TakeOverDialog = (
  props: TakeOverProps & { readonly onClose: () => void },
) => {
  const { run, commands, onClose } = props;
  const t = useText();
  const lead = usePersonName()(run.lead);
  const [reason, setReason] = useState('');
  return (
    <CommandDialog
      title={t('lead.takeOverTitle', { lead })}
      commands={commands}
      kind="lead"
      confirm={t('lead.takeOver')}
      ready={reason.trim() === '' ? 'not-yet' : 'ready'}
      onConfirm={() =>
        commands.send({ kind: 'lead', reason: reason.trim() }, onClose)
      }
      onClose={onClose}
    >
      <p>{t('lead.takeOverText', { lead })}</p>
      <TextInput
        inputRef={focusAtOnce}
        required
        multiline
        label={t('lead.reason')}
        value={reason}
        onText={setReason}
        inputProps={{ maxLength: 2000 }}
      />
    </CommandDialog>
  );
};

/** Takes the lead: one click for one person, with a reason in a team. */
export const TakeOver = ({ run, commands }: TakeOverProps) => {
  const t = useText();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button
        size="small"
        variant="outlined"
        aria-keyshortcuts="t"
        disabled={commands.pending === 'lead'}
        onClick={() =>
          run.approvals === 'team'
            ? setAsking(true)
            : commands.send({ kind: 'lead' })
        }
      >
        {commands.pending === 'lead' ? t('next.sending') : t('lead.takeOver')}
      </Button>
      {asking && (
        <TakeOverDialog
          run={run}
          commands={commands}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
};

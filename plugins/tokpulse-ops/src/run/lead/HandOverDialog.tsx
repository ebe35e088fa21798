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

import type { RunDetail } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useState } from 'react';
import { TextInput } from '../../text/TextInput';
import { useText } from '../../translation';
import { CommandDialog } from '../CommandDialog';
import type { RunCommands } from '../useRunCommands';
import { PersonPicker } from './PersonPicker';
import type { Person } from './usePeople';

export interface HandOverDialogProps {
  readonly run: RunDetail;
  readonly commands: RunCommands;
  readonly onClose: () => void;
}

/** Gives the lead to somebody of the catalog. */
export const HandOverDialog = (props: HandOverDialogProps) => {
  const { run, commands, onClose } = props;
  const t = useText();
  const [person, setPerson] = useState<Person | null>(null);
  const [note, setNote] = useState('');
  const said = note.trim();
  return (
    <CommandDialog
      title={t('lead.handOverTitle')}
      commands={commands}
      kind="lead"
      confirm={
        person === null
          ? t('lead.handOver')
          : t('lead.handOverTo', { name: person.name })
      }
      ready={person === null ? 'not-yet' : 'ready'}
      onConfirm={() =>
        person &&
        commands.send(
          {
            kind: 'lead',
            to: person.entityRef,
            ...(said !== '' && { reason: said }),
          },
          onClose,
        )
      }
      onClose={onClose}
    >
      <p>{t('lead.handOverText')}</p>
      <PersonPicker
        label={t('lead.whom')}
        person={person}
        without={[run.lead]}
        onPerson={setPerson}
      />
      <TextInput
        multiline
        label={t('lead.handOverNote')}
        value={note}
        onText={setNote}
        inputProps={{ maxLength: 2000 }}
      />
    </CommandDialog>
  );
};

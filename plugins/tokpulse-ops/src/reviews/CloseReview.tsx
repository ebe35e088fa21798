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

import type { Review } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useState } from 'react';
import { CommandDialog } from '../run/CommandDialog';
import type { RunCommands } from '../run/useRunCommands';
import { focusAtOnce, TextInput } from '../text/TextInput';
import { useText } from '../translation';

export interface CloseReviewProps {
  readonly review: Review;
  readonly commands: RunCommands;
  readonly onClose: () => void;
}

/** Asks what was found out about broken glass, and closes its review. */
export const CloseReview = (props: CloseReviewProps) => {
  const { review, commands, onClose } = props;
  const t = useText();
  const [note, setNote] = useState('');
  const said = note.trim();
  return (
    <CommandDialog
      title={t('glass.closeTitle')}
      commands={commands}
      kind="close-review"
      confirm={t('glass.close')}
      ready={said === '' ? 'not-yet' : 'ready'}
      onConfirm={() =>
        commands.send(
          { kind: 'close-review', reviewId: review.id, note: said },
          onClose,
        )
      }
      onClose={onClose}
    >
      <p>{t('glass.closeText')}</p>
      <TextInput
        inputRef={focusAtOnce}
        required
        multiline
        minRows={3}
        label={t('glass.note')}
        value={note}
        onText={setNote}
        inputProps={{ maxLength: 10_000 }}
      />
    </CommandDialog>
  );
};

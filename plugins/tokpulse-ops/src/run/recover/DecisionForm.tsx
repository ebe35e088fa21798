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

import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import type {
  RunDetail,
  RunStep,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Notice } from '../../states/Notice';
import { TextInput } from '../../text/TextInput';
import { useSubmitKey } from '../../text/useSubmitKey';
import { useText } from '../../translation';
import { useNextStyles } from '../next/useNextStyles';
import { ChoiceList } from './ChoiceList';
import type { Draft } from './draft';
import { EvidenceFiles } from './EvidenceFiles';
import type { Choice } from './useChoices';

export interface DecisionFormProps {
  /** Id of the form, for the button outside of it. */
  readonly id: string;
  readonly run: RunDetail;
  readonly step: RunStep;
  readonly choices: readonly Choice[];
  readonly draft: Draft;
  readonly disabled: boolean;
  readonly onDraft: (draft: Draft) => void;
  readonly onSubmit: () => void;
}

/** The answers to a failed or unknown step, and what has to be said with them. */
export const DecisionForm = (props: DecisionFormProps) => {
  const { id, run, step, choices, draft, disabled, onDraft, onSubmit } = props;
  const classes = useNextStyles();
  const t = useText();
  const { choice } = draft;
  const chosen = choices.find(one => one.id === choice);
  const [form, setForm] = useState<HTMLFormElement | null>(null);
  useSubmitKey(form);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    field.current?.focus();
  }, [choice]);
  const risky =
    choice === 'retry' && step.effect === 'once' && step.state === 'unknown';
  const failedItems =
    step.items?.filter(({ state }) => state === 'failed' || state === 'unknown')
      .length ?? 0;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form id={id} ref={setForm} onSubmit={submit} className={classes.form}>
      <ChoiceList
        choices={choices}
        chosen={choice}
        disabled={disabled}
        onChoose={one => onDraft({ ...draft, choice: one })}
      />
      {chosen !== undefined && !risky && (
        <p className={classes.quiet}>{chosen.hint}</p>
      )}
      {risky && (
        <Notice tone="warning">
          <p>{t('next.retryOnce')}</p>
        </Notice>
      )}
      {choice === 'retry' && failedItems > 0 && step.effect !== 'once' && (
        <FormControlLabel
          label={t('items.failedOnly', { count: failedItems })}
          control={
            <Checkbox
              size="small"
              color="primary"
              checked={draft.failedItemsOnly}
              onChange={(_, failedItemsOnly) =>
                onDraft({ ...draft, failedItemsOnly })
              }
            />
          }
        />
      )}
      {chosen?.field !== undefined && (
        <TextInput
          multiline
          minRows={chosen.field.kind === 'evidence' ? 3 : 1}
          maxRows={8}
          inputRef={field}
          required={chosen.field.kind === 'reason' || draft.files.length === 0}
          label={chosen.field.label}
          value={draft.words}
          onText={words => onDraft({ ...draft, words })}
          inputProps={{
            maxLength: chosen.field.kind === 'reason' ? 2_000 : 100_000,
          }}
        />
      )}
      {chosen?.field?.kind === 'evidence' && (
        <EvidenceFiles
          runId={run.id}
          stepId={step.id}
          files={draft.files}
          onFiles={files => onDraft({ ...draft, files })}
        />
      )}
    </form>
  );
};

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

import type { JsonObject } from '@backstage/types';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { lazy, Suspense, useState } from 'react';
import { Skeleton } from '../../states/Skeleton';
import { TextInput } from '../../text/TextInput';
import { monospace } from '../../tones/tones';
import { useText } from '../../translation';
import { parseInput } from './parseInput';
import { useActionSchema } from './useActionSchema';

const InputsForm = lazy(() => import('../../plan/InputsForm'));

const useStyles = makeStyles(
  {
    json: { '& textarea': { fontFamily: monospace, fontSize: 13 } },
    mode: { justifySelf: 'start' },
  },
  { name: 'TokPulseOpsInputEditor' },
);

export interface InputEditorProps {
  /** Id of the form, for a submit button outside of it. */
  readonly id: string;
  readonly action: string;
  readonly input: JsonObject;
  readonly onInput: (input: JsonObject) => void;
  readonly onSubmit: (input: JsonObject) => void;
}

/** The input of a step as a form, or as JSON where there is no form for it. */
export const InputEditor = (props: InputEditorProps) => {
  const { id, action, input, onInput, onSubmit } = props;
  const classes = useStyles();
  const t = useText();
  const schema = useActionSchema(action);
  const [mode, setMode] = useState<'form' | 'json'>('form');
  const [text, setText] = useState(() => JSON.stringify(input, undefined, 2));
  const waiting = (
    <Skeleton
      shape="list"
      label={t('problem.loading', { what: t('plan.whatForm') })}
    />
  );
  if (schema.kind === 'loading') {
    return waiting;
  }
  const form = schema.kind === 'data' ? schema.data : null;
  const parsed = parseInput(text);
  if (form !== null && mode === 'form') {
    return (
      <>
        <Suspense fallback={waiting}>
          <InputsForm
            id={id}
            schema={form}
            values={input}
            onChange={onInput}
            onSubmit={onSubmit}
          />
        </Suspense>
        <Button
          size="small"
          className={classes.mode}
          onClick={() => {
            setText(JSON.stringify(input, undefined, 2));
            setMode('json');
          }}
        >
          {t('edit.asJson')}
        </Button>
      </>
    );
  }
  return (
    <>
      <form
        id={id}
        onSubmit={event => {
          event.preventDefault();
          if (parsed.kind === 'input') {
            onSubmit(parsed.input);
          }
        }}
      >
        <TextInput
          multiline
          minRows={6}
          maxRows={20}
          className={classes.json}
          label={t('edit.json')}
          value={text}
          onText={changed => {
            setText(changed);
            const read = parseInput(changed);
            if (read.kind === 'input') {
              onInput(read.input);
            }
          }}
          error={parsed.kind === 'wrong'}
          helperText={
            parsed.kind === 'wrong'
              ? t('edit.wrongJson', { message: parsed.message })
              : undefined
          }
          inputProps={{ spellCheck: false }}
        />
      </form>
      {form !== null && (
        <Button
          size="small"
          className={classes.mode}
          disabled={parsed.kind === 'wrong'}
          onClick={() => setMode('form')}
        >
          {t('edit.asForm')}
        </Button>
      )}
    </>
  );
};

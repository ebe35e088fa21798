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

import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { type Loadable, toLoadable } from '../data/loadable';

/**
 * Something that is asked for once, when somebody says so: each look-up of
 * personal data is audited, so none happens behind the reader's back, and the
 * answer is forgotten with the dialog that shows it.
 */
export function useAskOnce<TQuestion, TAnswer>(options: {
  readonly what: string;
  readonly ask: (
    question: TQuestion,
    options: { readonly signal: AbortSignal },
  ) => Promise<TAnswer>;
  /** Asked at once, when it is known from the beginning. */
  readonly first?: TQuestion;
}) {
  const { what, ask, first } = options;
  const id = useId();
  const [round, setRound] = useState(0);
  const [question, setQuestion] = useState<TQuestion | undefined>(first);
  const query = useQuery({
    // The question itself is personal, so it is no part of the key.
    queryKey: ['ask-once', what, id, round],
    queryFn: ({ signal }) => {
      if (question === undefined) {
        throw new TypeError('Nothing was asked');
      }
      return ask(question, { signal });
    },
    enabled: question !== undefined,
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    retry: false,
  });
  const answer: Loadable<TAnswer> | undefined =
    question === undefined ? undefined : toLoadable(query);
  return {
    answer,
    ask: (next: TQuestion) => {
      setQuestion(next);
      setRound(round + 1);
    },
    /** Back to the question. */
    forget: () => setQuestion(undefined),
  };
}

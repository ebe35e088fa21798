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

import { useApi } from '@backstage/core-plugin-api';
import {
  type ApiProblem,
  describeApiError,
  type EvidenceFile,
  MAX_EVIDENCE_BYTES,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useEffect, useRef, useState } from 'react';
import { tokpulseOpsApiRef } from '../../api/tokpulseOpsApi';
import { Intentions } from '../../data/intentions';

/** Most files that one decision may carry, says the API. */
export const MOST_FILES = 10;

/** A file on its way, and how that goes. */
export interface Upload {
  readonly id: number;
  readonly file: File;
  readonly state:
    | { readonly kind: 'sending' }
    | { readonly kind: 'there'; readonly evidence: EvidenceFile }
    | {
        readonly kind: 'refused';
        readonly because: 'too-large' | 'empty' | 'too-many';
      }
    | { readonly kind: 'failed'; readonly problem: ApiProblem };
}

function refusalOf(file: File, before: number): Upload['state'] | undefined {
  if (file.size > MAX_EVIDENCE_BYTES) {
    return { kind: 'refused', because: 'too-large' };
  }
  if (file.size === 0) {
    return { kind: 'refused', because: 'empty' };
  }
  return before >= MOST_FILES
    ? { kind: 'refused', because: 'too-many' }
    : undefined;
}

/** Sends files of evidence as soon as they are picked. */
export function useUploads(options: {
  readonly runId: string;
  readonly stepId: string;
  readonly onFiles: (files: readonly EvidenceFile[]) => void;
}) {
  const { runId, stepId, onFiles } = options;
  const api = useApi(tokpulseOpsApiRef);
  const [intentions] = useState(() => new Intentions());
  const [list, setList] = useState<readonly Upload[]>([]);
  const nextId = useRef(0);

  const arrived = useRef(onFiles);
  arrived.current = onFiles;
  useEffect(() => {
    arrived.current(
      list.flatMap(({ state }) =>
        state.kind === 'there' ? [state.evidence] : [],
      ),
    );
  }, [list]);

  const change = (id: number, state: Upload['state']) =>
    setList(now => now.map(one => (one.id === id ? { ...one, state } : one)));

  const send = async ({ id, file }: Upload) => {
    try {
      const evidence = await intentions.send(
        // The same file picked twice is wanted twice.
        { runId, stepId, id },
        request =>
          api.evidence.addFile(
            { runId, stepId, name: file.name, content: file },
            request,
          ),
      );
      change(id, { kind: 'there', evidence });
    } catch (error) {
      change(id, { kind: 'failed', problem: describeApiError(error) });
    }
  };

  const add = (files: readonly File[]) => {
    const accepted = list.filter(
      ({ state }) => state.kind === 'there' || state.kind === 'sending',
    ).length;
    const uploads = files.map((file, index): Upload => {
      nextId.current += 1;
      return {
        id: nextId.current,
        file,
        state: refusalOf(file, accepted + index) ?? { kind: 'sending' },
      };
    });
    setList([...list, ...uploads]);
    uploads.filter(({ state }) => state.kind === 'sending').forEach(send);
  };

  const retry = (id: number) => {
    const upload = list.find(one => one.id === id);
    if (upload !== undefined) {
      change(id, { kind: 'sending' });
      send(upload);
    }
  };

  const remove = (id: number) => setList(list.filter(one => one.id !== id));

  return { list, add, retry, remove };
}

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

import { useMutation } from '@tanstack/react-query';
import type { DownloadedFile } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { saveFile } from './saveFile';

/** Something to download. */
export interface Download {
  readonly id: string;
  readonly fetch: () => Promise<DownloadedFile>;
  /** Used when the backend gives no name. */
  readonly fallbackName: string;
}

/** Fetches files and offers them to save. */
export function useDownload() {
  const { mutate, isPending, variables, error } = useMutation({
    mutationFn: async ({ fetch, fallbackName }: Download) => {
      const { content, name = fallbackName } = await fetch();
      saveFile({ content, name });
    },
  });
  return {
    download: mutate,
    /** Id of what is on its way. */
    pending: isPending ? variables.id : undefined,
    error,
  };
}

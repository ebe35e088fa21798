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

import type { EvidenceFile, EvidenceVerification } from '../domain';
import type {
  ApiTransport,
  DownloadedFile,
  RequestOptions,
} from './ApiTransport';
import type { StepRef } from './client';
import { apiRoutes, fillPath } from './routes';

/** Evidence: what shows afterwards what happened in a run. */
export class EvidenceClient {
  readonly #transport: ApiTransport;

  constructor(transport: ApiTransport) {
    this.#transport = transport;
  }

  /** Adds a file of at most 5 MiB to a step. */
  addFile(
    {
      runId,
      stepId,
      name,
      content,
    }: StepRef & { readonly name: string; readonly content: Blob },
    options?: RequestOptions,
  ): Promise<EvidenceFile> {
    const route = apiRoutes.addEvidence;
    return this.#transport.send({
      route,
      path: fillPath(route.path, { run: runId, step: stepId }),
      query: { name },
      file: content,
      options,
    });
  }

  downloadFile(
    { runId, fileId }: { readonly runId: string; readonly fileId: string },
    options?: RequestOptions,
  ): Promise<DownloadedFile> {
    const route = apiRoutes.getEvidence;
    return this.#transport.download({
      path: fillPath(route.path, { run: runId, file: fileId }),
      accept: '*/*',
      options,
    });
  }

  /** Whether the events of a run are what was written at the time. */
  verify(
    runId: string,
    options?: RequestOptions,
  ): Promise<EvidenceVerification> {
    const route = apiRoutes.verifyEvidence;
    const path = fillPath(route.path, { run: runId });
    return this.#transport.send({ route, path, options });
  }

  /** The whole run for a post-mortem. */
  exportRun(
    {
      runId,
      format,
    }: { readonly runId: string; readonly format: 'markdown' | 'json' },
    options?: RequestOptions,
  ): Promise<DownloadedFile> {
    const route = apiRoutes.exportRun;
    return this.#transport.download({
      path: fillPath(route.path, { run: runId }),
      query: { format },
      accept: format === 'json' ? 'application/json' : 'text/markdown',
      options,
    });
  }
}

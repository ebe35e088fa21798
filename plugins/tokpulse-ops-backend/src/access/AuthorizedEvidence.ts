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

import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  evidenceReadPermission,
  runControlPermission,
  type EvidenceFile,
  type EvidenceVerification,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type {
  DownloadableFile,
  EvidenceService,
} from '../evidence/EvidenceService';
import type { Access } from './Access';

type NewFile = Omit<Parameters<EvidenceService['addFile']>[0], 'actor'>;

/**
 * Evidence of the runs that the caller may see: who controls a run adds files
 * to it, who reads evidence reads, verifies and exports.
 */
export class AuthorizedEvidence {
  readonly #evidence: EvidenceService;
  readonly #access: Access;

  constructor(options: {
    readonly evidence: EvidenceService;
    readonly access: Access;
  }) {
    this.#evidence = options.evidence;
    this.#access = options.access;
  }

  async addFile(
    file: NewFile,
    credentials: BackstageCredentials,
  ): Promise<EvidenceFile> {
    const actor = this.#access.personOf(credentials);
    this.#access.requireChangesAllowed();
    await this.#access.requireRunVisible(file.runId, credentials);
    await this.#access.requireOn(runControlPermission, file.runId, credentials);
    return this.#evidence.addFile({ ...file, actor });
  }

  async file(
    ref: { readonly runId: string; readonly fileId: string },
    credentials: BackstageCredentials,
  ): Promise<DownloadableFile> {
    await this.#requireRead(ref.runId, credentials);
    return this.#evidence.file(ref);
  }

  async verify(
    runId: string,
    credentials: BackstageCredentials,
  ): Promise<EvidenceVerification> {
    await this.#requireRead(runId, credentials);
    return this.#evidence.verify(runId);
  }

  async export(
    options: { readonly runId: string; readonly format: 'markdown' | 'json' },
    credentials: BackstageCredentials,
  ): Promise<DownloadableFile> {
    await this.#requireRead(options.runId, credentials);
    return this.#evidence.export(options);
  }

  async #requireRead(
    runId: string,
    credentials: BackstageCredentials,
  ): Promise<void> {
    await this.#access.requireRunVisible(runId, credentials);
    await this.#access.requireOn(evidenceReadPermission, runId, credentials);
  }
}

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

import { resolve } from 'node:path';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { targetPaths } from '@backstage/cli-common';
import type { Database } from '../runs/Database';
import type { Redactor, RunReader } from '../runs/types';
import { Anchoring } from './Anchoring';
import { AnchorFile } from './AnchorFile';
import { CheckpointStore } from './CheckpointStore';
import type { EvidenceConfig } from './evidenceConfig';
import { EvidenceFiles } from './EvidenceFiles';
import { EvidenceService } from './EvidenceService';
import { EvidenceRetention } from './retention/EvidenceRetention';
import { EvidenceVerifier } from './EvidenceVerifier';

/** Puts together what records, anchors and verifies. */
export function createEvidence(
  options: EvidenceConfig & {
    readonly database: Database;
    readonly redactor: Redactor;
    readonly reader: Pick<RunReader, 'get' | 'plan' | 'log'>;
    readonly logger: LoggerService;
  },
): {
  readonly evidence: EvidenceService;
  readonly anchoring: Anchoring;
  /** Absent where everything is kept. */
  readonly retention?: EvidenceRetention;
} {
  const { database, redactor, reader, logger, intervalMs, keepMs } = options;
  const file = openAnchorFile(options);
  return {
    evidence: new EvidenceService({
      ...{ database, reader },
      files: new EvidenceFiles({ database, redactor }),
      verifier: new EvidenceVerifier({ database, file, intervalMs }),
    }),
    anchoring: new Anchoring({
      store: new CheckpointStore({ database }),
      ...{ file, logger, intervalMs },
    }),
    ...(keepMs !== undefined && {
      retention: new EvidenceRetention({ database, logger, keepMs }),
    }),
  };
}

/** The configured anchor file; relative to where app-config.yaml is. */
export function openAnchorFile({
  anchorFile,
}: Pick<EvidenceConfig, 'anchorFile'>): AnchorFile | undefined {
  return anchorFile === undefined
    ? undefined
    : new AnchorFile({ path: resolve(targetPaths.rootDir, anchorFile) });
}

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

/** One Markdown file, as it was found. */
export interface RunbookFile {
  /** Of the file, for people: a path or a URL. */
  readonly path: string;
  readonly source: string;
}

/** A place where runbooks come from. */
export interface RunbookSource {
  /** For people and logs, e.g. `directory /srv/runbooks`. */
  readonly name: string;
  /**
   * Every runbook that is there now, quickly when nothing has changed. Throws
   * when the place cannot be read.
   */
  read(): Promise<readonly RunbookFile[]>;
}

/** A runbook of more bytes than this is a mistake. */
export const MAX_RUNBOOK_BYTES = 1024 * 1024;

/** A place with more files than this is not a place of runbooks. */
export const MAX_RUNBOOKS = 1_000;

/** `README.md` tells about a folder and is no runbook. */
export function isRunbookPath(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  return name.endsWith('.md') && name !== 'readme.md' && !name.startsWith('.');
}

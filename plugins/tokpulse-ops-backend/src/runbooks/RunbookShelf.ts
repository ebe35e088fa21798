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

import type { LoggerService } from '@backstage/backend-plugin-api';
import { NotFoundError, stringifyError } from '@backstage/errors';
import type {
  ActionDescriptor,
  Finding,
  RunbookDetail,
  RunbookSummary,
  ServiceStatus,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { ServiceAccess } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { withProblem } from '../problems';
import type { LatestStatuses } from '../observations/collect';
import { readShelfEntry, type ShelfEntry } from './ShelfEntry';
import type { RunbookFile, RunbookSource } from './RunbookSource';
import { suggestionOf } from './suggestion';

/** How old the look at the sources may be. */
const LOOK_MS = 2_000;

/** Options of {@link RunbookShelf}. */
export interface RunbookShelfOptions {
  readonly sources: readonly RunbookSource[];
  readonly actions: { descriptors(): readonly ActionDescriptor[] };
  readonly services: { list(): readonly { readonly id: string }[] };
  readonly statuses: Pick<LatestStatuses, 'read'>;
  readonly logger: LoggerService;
  readonly lookMs?: number;
}

interface Look {
  readonly until: number;
  readonly entries: Promise<readonly ShelfEntry[]>;
}

/**
 * The runbooks of all sources as they are now. One that has errors is on the
 * shelf with its problems, so that nobody looks for it in vain at night.
 */
export class RunbookShelf {
  readonly #options: RunbookShelfOptions;
  readonly #lastFiles = new Map<RunbookSource, readonly RunbookFile[]>();
  readonly #failures = new Map<RunbookSource, string>();
  readonly #entries = new WeakMap<RunbookFile, ShelfEntry>();
  #look: Look | undefined;

  constructor(options: RunbookShelfOptions) {
    this.#options = options;
  }

  /**
   * Suggested ones first, then the most urgent, then by title.
   *
   * @param known - the status to suggest by; default: as it was read last
   */
  async list(
    service: ServiceAccess,
    known?: ServiceStatus,
  ): Promise<RunbookSummary[]> {
    const entries = await this.#read();
    const status = known ?? (await this.#statusOf(service));
    return entries
      .filter(entry => appliesTo(entry, service.id))
      .map(entry => ({
        ...entry.summary,
        ...suggestionOf({ suggestWhen: entry.suggestWhen, service, status }),
      }))
      .sort(bySuggestionAndUrgency);
  }

  /** Throws `NotFoundError` when the service has no such runbook. */
  async detail(options: {
    readonly service: ServiceAccess;
    readonly runbook: string;
  }): Promise<RunbookDetail> {
    const entry = await this.get(options);
    const { suggestWhen, summary, body, inputs } = entry;
    const { service } = options;
    return {
      ...summary,
      ...suggestionOf({
        suggestWhen,
        service,
        status:
          suggestWhen === undefined ? undefined : await this.#statusOf(service),
      }),
      body,
      ...(inputs !== undefined && { inputs }),
    };
  }

  /** Throws `NotFoundError` when the service has no such runbook. */
  async get(options: {
    readonly service: { readonly id: string };
    readonly runbook: string;
  }): Promise<ShelfEntry> {
    const { service, runbook } = options;
    const entry = (await this.#read()).find(
      ({ summary }) => summary.id === runbook,
    );
    if (entry === undefined || !appliesTo(entry, service.id)) {
      throw withProblem(
        new NotFoundError(
          `The service '${service.id}' has no runbook '${runbook}'`,
        ),
        {
          code: 'no-such-runbook',
          nextStep: 'Open the list of runbooks of the service',
        },
      );
    }
    return entry;
  }

  /** Hash of the text of a runbook as it is now; undefined when it is gone. */
  async contentHashOf(runbook: string): Promise<string | undefined> {
    const entry = (await this.#read()).find(
      ({ summary }) => summary.id === runbook,
    );
    return entry?.summary.contentHash;
  }

  /**
   * Everything on the shelf. It is not complete as long as a source has never
   * been read.
   */
  async everything(): Promise<{
    readonly entries: readonly ShelfEntry[];
    readonly complete: boolean;
  }> {
    const entries = await this.#read();
    const { sources } = this.#options;
    return {
      entries,
      complete: sources.every(source => this.#lastFiles.has(source)),
    };
  }

  /** Sources that could not be read when they were last looked at. */
  async failures(): Promise<readonly string[]> {
    await this.#read();
    return [...this.#failures.values()];
  }

  async #statusOf(service: ServiceAccess) {
    try {
      return await this.#options.statuses.read(service);
    } catch (error) {
      this.#options.logger.warn(
        `The health of ${service.id} could not be read for its suggestions`,
        { cause: stringifyError(error) },
      );
      return undefined;
    }
  }

  #read(): Promise<readonly ShelfEntry[]> {
    if (this.#look === undefined || performance.now() > this.#look.until) {
      this.#look = {
        until: performance.now() + (this.#options.lookMs ?? LOOK_MS),
        entries: this.#readSources(),
      };
    }
    return this.#look.entries;
  }

  async #readSources(): Promise<readonly ShelfEntry[]> {
    const files: RunbookFile[] = [];
    for (const source of this.#options.sources) {
      files.push(...(await this.#filesOf(source)));
    }
    const byId = new Map<string, ShelfEntry>();
    for (const file of files) {
      const entry = this.#entryOf(file);
      const { id } = entry.summary;
      const first = byId.get(id);
      byId.set(
        id,
        first === undefined ? entry : withDuplicate(first, file.path),
      );
    }
    return [...byId.values()];
  }

  /** A source that fails for a while keeps what it had. */
  async #filesOf(source: RunbookSource): Promise<readonly RunbookFile[]> {
    try {
      const files = await source.read();
      this.#lastFiles.set(source, files);
      this.#failures.delete(source);
      return files;
    } catch (error) {
      const message = `The runbooks of ${source.name} could not be read`;
      if (!this.#failures.has(source)) {
        this.#options.logger.warn(message, { cause: stringifyError(error) });
      }
      this.#failures.set(source, message);
      return this.#lastFiles.get(source) ?? [];
    }
  }

  /** Sources answer the same object for a file that has not changed. */
  #entryOf(file: RunbookFile): ShelfEntry {
    const known = this.#entries.get(file);
    if (known !== undefined) {
      return known;
    }
    const { actions, services } = this.#options;
    const entry = readShelfEntry({
      file,
      actions: actions.descriptors(),
      services: services.list().map(({ id }) => id),
    });
    this.#entries.set(file, entry);
    return entry;
  }
}

/** Which services one with errors is for, nobody can tell. */
function appliesTo({ summary, runbook }: ShelfEntry, service: string): boolean {
  return runbook === undefined || summary.services.includes(service);
}

function bySuggestionAndUrgency(a: RunbookSummary, b: RunbookSummary): number {
  return (
    Number(b.suggested) - Number(a.suggested) ||
    (a.severity ?? 'P9').localeCompare(b.severity ?? 'P9') ||
    a.title.localeCompare(b.title)
  );
}

function withDuplicate(entry: ShelfEntry, path: string): ShelfEntry {
  const problem: Finding = {
    level: 'warning',
    code: 'duplicate-runbook',
    message: `${path} has the same name and is left out`,
    nextStep: 'Rename one of the two files',
  };
  const { summary } = entry;
  return {
    ...entry,
    summary: { ...summary, problems: [...summary.problems, problem] },
  };
}

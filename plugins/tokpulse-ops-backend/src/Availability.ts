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
import { stringifyError } from '@backstage/errors';
import type { PluginStatus } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { OpenApplication } from './openApplication';
import type { OpsApplication } from './OpsApplication';
import type { OpsConfig } from './opsConfig';
import { UnavailableError } from './problems';

/** Another replica may just be making the tables; a database may be away for long. */
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 30_000;
/** These do not pass by themselves. */
const PERMANENT: readonly string[] = [
  'postgres-needed',
  'invalid-configuration',
];

/**
 * Opens the application and keeps trying: a database that is away must not
 * take the portal down, and nobody should have to restart it afterwards.
 */
export class Availability {
  readonly #open: () => Promise<OpenApplication>;
  readonly #logger: LoggerService;
  readonly #opsConfig: OpsConfig | UnavailableError;
  #retryMs: number;
  #opened: OpenApplication | undefined;
  #failure: UnavailableError = new UnavailableError({
    code: 'starting',
    message: 'TokPulse Ops is starting',
    nextStep: 'Try again in a few seconds',
  });
  #retry: NodeJS.Timeout | undefined;
  #attempt: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: {
    readonly open: () => Promise<OpenApplication>;
    /** The error when the configuration cannot be read. */
    readonly opsConfig: OpsConfig | UnavailableError;
    readonly logger: LoggerService;
    /** Milliseconds until the second attempt; it doubles up to 30 s. */
    readonly firstRetryMs?: number;
  }) {
    this.#open = options.open;
    this.#opsConfig = options.opsConfig;
    this.#logger = options.logger;
    this.#retryMs = options.firstRetryMs ?? FIRST_RETRY_MS;
  }

  /** Resolves after the first attempt, whatever it came to. */
  async start(): Promise<void> {
    this.#attempt = this.#try();
    await this.#attempt;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#retry);
    await this.#attempt;
    await this.#opened?.close();
  }

  /** Throws why there is none. */
  application(): OpsApplication {
    return this.opened().application;
  }

  /** Throws why there is none. */
  opened(): OpenApplication {
    if (this.#opened === undefined) {
      throw this.#failure;
    }
    return this.#opened;
  }

  async status(): Promise<PluginStatus> {
    const config = this.#opsConfig;
    if (config instanceof UnavailableError || this.#opened === undefined) {
      const { code, message, nextStep } = this.#failure;
      return {
        mode: 'unavailable',
        approvals:
          config instanceof UnavailableError ? 'solo' : config.approvals.mode,
        notices: [{ code, message, nextStep }],
      };
    }
    const [failures, approverNotices] = await Promise.all([
      this.#opened.sourceFailures(),
      this.#opened.approverNotices(),
    ]);
    return {
      mode: config.changesAllowed ? 'ready' : 'read-only',
      approvals: config.approvals.mode,
      notices: [
        ...config.notices,
        ...approverNotices,
        ...failures.map(message => ({
          code: 'runbooks-unreadable',
          message,
          nextStep: 'Correct tokpulseOps.runbooks; the log says what is wrong',
        })),
      ],
    };
  }

  async #try(): Promise<void> {
    try {
      this.#opened = await this.#open();
      this.#logger.info('TokPulse Ops is ready');
    } catch (error) {
      this.#failure = this.#failureOf(error);
      const { code, message, nextStep } = this.#failure;
      this.#logger.error(`${message} (${code}). ${nextStep}`);
      if (!this.#stopped && !PERMANENT.includes(code)) {
        this.#retry = setTimeout(() => {
          this.#attempt = this.#try();
        }, this.#retryMs);
        this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS);
      }
    }
  }

  #failureOf(error: unknown): UnavailableError {
    if (error instanceof UnavailableError) {
      return error;
    }
    this.#logger.error(
      `TokPulse Ops could not start: ${stringifyError(error)}`,
    );
    return new UnavailableError({
      code: 'database-not-ready',
      message: 'TokPulse Ops could not start',
      nextStep: 'The log of the backend says why; it is tried again by itself',
    });
  }
}

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
import type { NotificationService } from '@backstage/plugin-notifications-node';
import { isConnectionError } from '../runs/connectionErrors';
import type { Database } from '../runs/Database';
import {
  forgetNotices,
  noticeGivenUp,
  noticeSent,
  takeNotices,
  type TakenNotice,
} from './store/notices';

/** Sends a notification of Backstage. */
export type SendNotification = NotificationService['send'];

const HOUR_MS = 60 * 60_000;

/**
 * Tells people what waits for them. Messages are rows that were written
 * together with what they are about, so that none is lost and nothing waits
 * for them; a second one with the same scope replaces the first, so that a try
 * whose answer was lost does not show twice.
 */
export class Notices {
  readonly #database: Database;
  readonly #send: SendNotification;
  readonly #logger: LoggerService;
  #sending: Promise<void> | undefined;
  #again = false;
  #cleaned = -Infinity;

  constructor(options: {
    readonly database: Database;
    readonly send: SendNotification;
    readonly logger: LoggerService;
  }) {
    this.#database = options.database;
    this.#send = options.send;
    this.#logger = options.logger;
  }

  /** Something was written down and committed; does not wait for it. */
  soon(): void {
    this.#again = true;
    this.#sending ??= this.#sendAll();
  }

  /** Sends what is due, also what failed before. Never throws. */
  async sendDue(): Promise<void> {
    this.soon();
    await this.#sending;
  }

  /** Resolves when nothing is being sent. */
  async close(): Promise<void> {
    this.#again = false;
    await this.#sending;
  }

  async #sendAll(): Promise<void> {
    try {
      while (this.#again) {
        this.#again = false;
        for (const notice of await takeNotices(this.#database)) {
          await this.#sendOne(notice);
          // There may be more than one portion.
          this.#again = true;
        }
      }
      if (performance.now() - this.#cleaned > HOUR_MS) {
        this.#cleaned = performance.now();
        await forgetNotices(this.#database);
      }
    } catch (error) {
      if (!isConnectionError(error)) {
        this.#logger.warn(`Notifications could not be looked for: ${error}`);
      }
    } finally {
      this.#sending = undefined;
    }
  }

  async #sendOne(notice: TakenNotice): Promise<void> {
    try {
      await this.#send({
        recipients: {
          type: 'entity',
          entityRef: [...notice.recipients],
          excludeEntityRef: [...notice.excluded],
        },
        payload: {
          title: notice.title,
          description: notice.description,
          link: `/tokpulse-ops/runs/${notice.runId}`,
          severity: notice.severity,
          topic: `tokpulse-ops:${notice.kind}`,
          scope: `tokpulse-ops:${notice.kind}:${notice.subject}`,
        },
      });
    } catch (error) {
      await this.#failed(notice, error);
      return;
    }
    await noticeSent(this.#database, notice.id);
  }

  async #failed(notice: TakenNotice, error: unknown): Promise<void> {
    const what = `The notification '${notice.title}' of run ${notice.runId}`;
    if (notice.old) {
      await noticeGivenUp(this.#database, notice.id);
      this.#logger.warn(`${what} could not be sent for a day: ${error}`);
    } else if (notice.tries === 1) {
      this.#logger.warn(`${what} could not be sent yet: ${error}`);
    } else {
      this.#logger.debug(`${what} could not be sent again: ${error}`);
    }
  }
}

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
  noticeProblem,
  noticeSent,
  takeNotices,
  troubledChannels,
  type NoticeChannel,
  type TakenNotice,
  type TroubledChannel,
} from './store/notices';

/** Sends a notification of Backstage. */
export type SendNotification = NotificationService['send'];

/** Sends one message its way; throws when it cannot be said to have arrived. */
export type SendNotice = (notice: TakenNotice) => Promise<void>;

/** How messages about services are sent. */
export type NoticeChannels = Readonly<Record<NoticeChannel, SendNotice>>;

const HOUR_MS = 60 * 60_000;

/**
 * Tells people what waits for them. Messages are rows that were written
 * together with what they are about, so that none is lost and nothing waits
 * for them; a second one with the same scope replaces the first, so that a try
 * whose answer was lost does not show twice.
 */
export class Notices {
  readonly #database: Database;
  readonly #channels: NoticeChannels;
  readonly #logger: LoggerService;
  /** Ways that fail; each is logged when it begins to. */
  readonly #failing = new Set<string>();
  #sending: Promise<void> | undefined;
  #again = false;
  #cleaned = -Infinity;

  constructor(options: {
    readonly database: Database;
    readonly send: SendNotification;
    /** Default: of Backstage's notifications only. */
    readonly channels?: Partial<NoticeChannels>;
    readonly logger: LoggerService;
  }) {
    this.#database = options.database;
    this.#channels = {
      backstage: toBackstage(options.send),
      slack: notConfigured,
      email: notConfigured,
      ...options.channels,
    };
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

  /** Ways in which nobody has been reached since they failed, in any replica. */
  troubled(): Promise<readonly TroubledChannel[]> {
    return troubledChannels(this.#database);
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
        const taken = await takeNotices(this.#database);
        // There may be more than one portion.
        this.#again ||= taken.length > 0;
        await Promise.all(
          [...groupedBy(taken, wayOf)].map(([way, notices]) =>
            this.#sendInOrder(way, notices),
          ),
        );
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

  /** What fails for one message of a slow way would fail for the next, too. */
  async #sendInOrder(
    way: string,
    notices: readonly TakenNotice[],
  ): Promise<void> {
    for (const notice of notices) {
      const sent = await this.#sendOne(way, notice);
      if (!sent && notice.channel !== 'backstage') {
        return;
      }
    }
  }

  async #sendOne(way: string, notice: TakenNotice): Promise<boolean> {
    try {
      await this.#channels[notice.channel](notice);
    } catch (error) {
      await this.#failed(way, notice, error);
      return false;
    }
    await noticeSent(this.#database, notice.id);
    if (this.#failing.delete(way)) {
      this.#logger.info(`Notifications by ${way} are sent again`);
    }
    return true;
  }

  async #failed(
    way: string,
    notice: TakenNotice,
    error: unknown,
  ): Promise<void> {
    const what = `The notification '${notice.title}'`;
    const isNew = !this.#failing.has(way);
    this.#failing.add(way);
    await noticeProblem(
      this.#database,
      notice.id,
      error instanceof Error ? error.message.slice(0, 500) : 'It failed',
    );
    if (notice.old) {
      await noticeGivenUp(this.#database, notice.id);
      this.#logger.warn(`${what} could not be sent for a day: ${error}`);
    } else if (isNew) {
      this.#logger.warn(`${what} could not be sent yet: ${error}`);
    } else {
      this.#logger.debug(`${what} could not be sent: ${error}`);
    }
  }
}

/** A second notification with the same scope replaces the first. */
export function toBackstage(send: SendNotification): SendNotice {
  return async notice => {
    if (notice.recipients.length === 0) {
      return;
    }
    await send({
      recipients: {
        type: 'entity',
        entityRef: [...notice.recipients],
        excludeEntityRef: [...notice.excluded],
      },
      payload: {
        title: notice.title,
        description: notice.description,
        link: notice.link,
        severity: notice.severity,
        topic: `tokpulse-ops:${notice.kind}`,
        scope: `tokpulse-ops:${notice.kind}:${notice.subject}`,
      },
    });
  };
}

async function notConfigured({ channel }: TakenNotice): Promise<void> {
  throw new Error(`Nothing is configured for ${channel}`);
}

function wayOf({ channel, service }: TakenNotice): string {
  return service === undefined ? channel : `${channel} for ${service}`;
}

function groupedBy<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}

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

import type { SendNotice } from '../../approvals/Notices';
import type { TakenNotice } from '../../approvals/store/notices';
import {
  guardedRequest,
  parseNetwork,
  type ResolveAll,
} from '../../services/network';

const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 4_096;
/** Slack refuses longer ones: 150 for a header, 3,000 for a section. */
const LONGEST_HEADER = 150;
const LONGEST_SECTION = 2_900;

/** Where the messages of a service go. */
export interface SlackTarget {
  readonly service: string;
  /** Of an incoming webhook; secret. */
  readonly webhookUrl: string;
  /** Networks in CIDR notation that may be asked although they are not public. */
  readonly allowedNetworks: readonly string[];
}

/**
 * Sends messages to an incoming webhook of Slack. It answers plain `ok`, or an
 * error as plain text; see https://api.slack.com/messaging/webhooks. It knows
 * no way of sending twice without two messages, so a lost answer may mean two.
 */
export function sendToSlack(options: {
  readonly targetOf: (service: string) => SlackTarget | undefined;
  /** Of the portal, for links. */
  readonly baseUrl: string;
  readonly resolve?: ResolveAll;
}): SendNotice {
  return async notice => {
    const target = options.targetOf(notice.service ?? '');
    if (target === undefined) {
      // No longer configured: there is nobody to tell.
      return;
    }
    const url = new URL(target.webhookUrl);
    const { status, body } = await guardedRequest(
      {
        url: url.href,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(slackMessage(notice, options.baseUrl)),
        timeoutMs: TIMEOUT_MS,
        maxBytes: MAX_ANSWER_BYTES,
      },
      {
        service: target.service,
        bases: [url],
        allowed: target.allowedNetworks
          .map(parseNetwork)
          .filter(network => network !== undefined),
        resolve: options.resolve,
      },
    );
    if (status !== 200 || body.trim() !== 'ok') {
      throw new Error(
        `Slack did not take the message (${status}${reasonOf(body)})`,
      );
    }
  };
}

function slackMessage(notice: TakenNotice, baseUrl: string) {
  const { title, description, link, severity } = notice;
  const url = `${baseUrl}${link}`;
  return {
    // For notifications and readers of the screen.
    text: `${escaped(title)}: ${escaped(description)}`.slice(
      0,
      LONGEST_SECTION,
    ),
    blocks: [
      {
        type: 'header',
        text: {
          type: 'plain_text',
          text: title.slice(0, LONGEST_HEADER),
          emoji: false,
        },
      },
      {
        type: 'section',
        text: {
          type: 'mrkdwn',
          text: escaped(description).slice(0, LONGEST_SECTION),
        },
      },
      {
        type: 'actions',
        elements: [
          {
            type: 'button',
            text: { type: 'plain_text', text: actionOf(notice), emoji: false },
            url,
            ...(severity === 'critical' && { style: 'danger' }),
          },
        ],
      },
    ],
  };
}

/** What the link leads to. */
export function actionOf({ link }: Pick<TakenNotice, 'link'>): string {
  return link.includes('?plan=') ? 'See the plan' : 'Open the service';
}

/** These three have a meaning in Slack's texts. */
function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/** Its errors are words such as `no_service`; anything else is not repeated. */
function reasonOf(body: string): string {
  const word = body.trim();
  return /^[a-z_]{1,60}$/.test(word) ? `, ${word}` : '';
}

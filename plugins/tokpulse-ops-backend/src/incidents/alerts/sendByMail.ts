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

import { createTransport } from 'nodemailer';
import type { SendNotice } from '../../approvals/Notices';
import type { TakenNotice } from '../../approvals/store/notices';
import { addressOf, type MailConfig } from './alertsConfig';
import { actionOf } from './sendToSlack';

const CONNECT_MS = 10_000;
const SILENCE_MS = 15_000;
/** Other replicas leave a message alone for a minute. */
const ALTOGETHER_MS = 45_000;

/**
 * Sends messages by e-mail. The id of a mail is that of its message, so that a
 * second try after a lost answer is the same mail; those of one incident refer
 * to each other.
 */
export function sendByMail(options: {
  readonly mail: MailConfig;
  readonly recipientsOf: (service: string) => readonly string[];
  /** Of the portal, for links. */
  readonly baseUrl: string;
}): SendNotice {
  const { mail, recipientsOf, baseUrl } = options;
  const domain = (addressOf(mail.from) ?? '').split('@').at(-1);
  return async notice => {
    const to = recipientsOf(notice.service ?? '');
    if (to.length === 0) {
      // No longer configured: there is nobody to tell.
      return;
    }
    const transport = createTransport({
      url: mail.url,
      connectionTimeout: CONNECT_MS,
      greetingTimeout: CONNECT_MS,
      socketTimeout: SILENCE_MS,
      // What a message says is never the name of a file or an address to read.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    try {
      await within(
        ALTOGETHER_MS,
        transport.sendMail({
          from: mail.from,
          to: [...to],
          subject: notice.title,
          text: asText(notice, baseUrl),
          html: asHtml(notice, baseUrl),
          date: notice.createdAt,
          messageId: `<${notice.id}@${domain}>`,
          references: `<${threadOf(notice)}@${domain}>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
          disableFileAccess: true,
          disableUrlAccess: true,
        }),
      );
    } catch (error) {
      throw new Error(`The mail server did not take it (${reasonOf(error)})`, {
        cause: error,
      });
    } finally {
      transport.close();
    }
  };
}

function threadOf({ subject }: TakenNotice): string {
  return subject.replace(/:.*$/, '');
}

function asText(notice: TakenNotice, baseUrl: string): string {
  return [
    notice.description,
    '',
    `${actionOf(notice)}: ${baseUrl}${notice.link}`,
    '',
  ].join('\n');
}

function asHtml(notice: TakenNotice, baseUrl: string): string {
  return [
    `<p>${escaped(notice.description)}</p>`,
    `<p><a href="${escaped(`${baseUrl}${notice.link}`)}">${escaped(
      actionOf(notice),
    )}</a></p>`,
  ].join('\n');
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Codes only: the words of a server may hold anything. */
function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) {
    return 'no reason given';
  }
  const code = 'code' in error ? error.code : undefined;
  const response = 'responseCode' in error ? error.responseCode : undefined;
  const parts = [code, response].filter(
    part => typeof part === 'string' || typeof part === 'number',
  );
  return parts.length > 0 ? parts.join(' ') : 'no answer in time';
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`no answer within ${milliseconds} ms`)),
      milliseconds,
    );
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

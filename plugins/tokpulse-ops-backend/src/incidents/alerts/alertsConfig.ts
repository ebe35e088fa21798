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

import {
  parseEntityRef,
  stringifyEntityRef,
  type CompoundEntityRef,
} from '@backstage/catalog-model';
import type { Config } from '@backstage/config';
import { severitySchema } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { z } from 'zod';

const entityRef = z.string().transform((text, context) => {
  const ref = parsed(text);
  if (ref === undefined || !['group', 'user'].includes(ref.kind)) {
    context.addIssue({
      code: 'custom',
      message:
        'is neither a group nor a user; write for example group:default/operators',
    });
    return z.NEVER;
  }
  return stringifyEntityRef(ref);
});

function parsed(text: string): CompoundEntityRef | undefined {
  try {
    const ref = parseEntityRef(text, { defaultKind: 'group' });
    return { ...ref, kind: ref.kind.toLocaleLowerCase('en-US') };
  } catch {
    return undefined;
  }
}

const webhookUrl = z
  .string()
  .refine(
    text =>
      URL.canParse(text) &&
      ['http:', 'https:'].includes(new URL(text).protocol) &&
      new URL(text).username === '' &&
      new URL(text).search === '',
    'is not the URL of an incoming webhook; write it as https://hooks.slack.com/services/…',
  );

/** `tokpulseOps.services.<id>.alerts`: who is told of incidents, and how. */
export const alertsConfigSchema = z.strictObject({
  /** Entity refs; not set: the owners of the service's entities. */
  notify: z.array(entityRef).optional(),
  slack: z.strictObject({ webhookUrl }).optional(),
  email: z
    .strictObject({
      to: z
        .array(z.email('is not an e-mail address; write it as ops@example.com'))
        .min(1, 'is empty; name at least one address, or remove email'),
    })
    .optional(),
  /** Of incidents that people are told of; not set: all. */
  severities: z.array(severitySchema).min(1).optional(),
});

/** Who is told of the incidents of one service. */
export type AlertsConfig = z.output<typeof alertsConfigSchema>;

/** The mail server, and who the mails are from. */
export interface MailConfig {
  /** `smtp://…` or `smtps://…`, usually with a password. */
  readonly url: string;
  /** An address, or `Name <address>`. */
  readonly from: string;
}

/**
 * Reads `tokpulseOps.mail`; undefined when it is not set.
 *
 * @throws Error that names the wrong key, without its value
 */
export function readMailConfig(config: Config): MailConfig | undefined {
  const key = 'tokpulseOps.mail';
  const url = config.getOptionalString(`${key}.url`);
  const from = config.getOptionalString(`${key}.from`);
  if (url === undefined && from === undefined) {
    return undefined;
  }
  if (
    url === undefined ||
    !URL.canParse(url) ||
    !['smtp:', 'smtps:'].includes(new URL(url).protocol)
  ) {
    throw new Error(
      `Invalid configuration: ${key}.url must be the URL of a mail server; write it as smtps://user:password@mail.example.com:465`,
    );
  }
  if (from === undefined || addressOf(from) === undefined) {
    throw new Error(
      `Invalid configuration: ${key}.from must be an e-mail address; write it as TokPulse Ops <ops@example.com>`,
    );
  }
  return { url, from };
}

/** What must not be seen of it, for the redactor. */
export function mailSecrets(mail: MailConfig | undefined): readonly string[] {
  if (mail === undefined) {
    return [];
  }
  const { password } = new URL(mail.url);
  if (password === '') {
    return [];
  }
  return [mail.url, password, decoded(password)];
}

/** The bare address of `Name <address>`. */
export function addressOf(from: string): string | undefined {
  const bare = /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from.trim();
  return z.email().safeParse(bare).data;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

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

import { z } from 'zod';

const http = (text: string) => protocolIn(text, ['http:', 'https:']);

function protocolIn(text: string, protocols: readonly string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol);
}

/** A page that people open; never anything that a browser would run. */
const page = z
  .string()
  .refine(
    http,
    'must be an address that begins with http:// or https://, such as https://status.example.com',
  );

/** What people may click on: a page, or whom to write to or call. */
const target = z
  .string()
  .refine(
    text => protocolIn(text, ['http:', 'https:', 'mailto:', 'tel:']),
    'must be an address that begins with http://, https://, mailto: or tel:',
  );

const words = z.string().trim().min(1, 'must not be empty').max(200);

/** Somebody to call. */
export const contactConfigSchema = z.strictObject({
  name: words,
  role: words.optional(),
  phone: words.optional(),
  email: z.email('must be an e-mail address').optional(),
  url: target.optional(),
});

/** Keys of a service that say whom to call and where to look. */
export const aboutConfigShape = {
  contacts: z.array(contactConfigSchema).max(50).default([]),
  escalation: z
    .array(
      z.strictObject({
        level: words,
        who: words,
        after: z
          .string()
          .regex(
            /^\d+(s|m|h|d)$/,
            'must be a number and a unit, such as 15m, 1h or 1d',
          )
          .optional(),
        contact: words.optional(),
      }),
    )
    .max(20)
    .default([]),
  statusPage: page.optional(),
  links: z
    .array(z.strictObject({ title: words, url: target }))
    .max(50)
    .default([]),
  flags: z
    .strictObject({
      url: z
        .string()
        .refine(
          text => http(text) && new URL(text).username === '',
          'is not the http or https URL of a feature-flag service; write for example https://flags.example.com/api/flags',
        )
        // An unset environment variable leaves the key out.
        .optional(),
    })
    .optional(),
};

const aboutConfigSchema = z.object(aboutConfigShape);

/** Whom to call and where to look, of one service. */
export type AboutConfig = z.output<typeof aboutConfigSchema>;

/** Top-level `tokpulseOps.contacts`, which every service has beside its own. */
export type ContactConfig = z.output<typeof contactConfigSchema>;

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

/** `ava.moreno@acme.com` → `a…@acme.com`: enough to recognise, too little to write to. */
export function maskedEmail(email: string): string {
  const at = email.lastIndexOf('@');
  const [first = ''] = email;
  return at > 0 ? `${first}…${email.slice(at)}` : `${first}…`;
}

/** `Ava Moreno` → `A. M.` */
export function maskedName(name: string): string {
  return name
    .split(/\s+/)
    .map(([first]) => first)
    .filter(first => first !== undefined)
    .map(first => `${first.toLocaleUpperCase('en-US')}.`)
    .join(' ');
}

/** What people wrote, without the addresses in it. */
export function withoutEmails(text: string): string {
  return text.replace(/[^\s@<>()[\],;:"']+@[^\s@<>()[\],;:"']+/g, '[e-mail]');
}

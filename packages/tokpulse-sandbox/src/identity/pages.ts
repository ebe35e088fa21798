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

import { randomBytes } from 'node:crypto';
import { style } from './pageStyle';
import { practicePassword, PracticeUser, practiceUsers } from './practiceUsers';

/** A page with the headers that let it use nothing but what it carries. */
export interface Page {
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What the sign-in page shows. */
export interface SignInPageOptions {
  /** Where the form goes. */
  readonly action: string;
  /** Where the browser will be sent afterwards, as a URL. */
  readonly returnsTo: string;
  /** The name of the user who is chosen. */
  readonly chosen: string;
  /** Why the last attempt failed. */
  readonly problem?: string;
}

/** Asks who is there. */
export function signInPage(options: SignInPageOptions): Page {
  const { action, returnsTo, chosen, problem } = options;
  return page({
    title: 'Sign in to TokPulse Ops',
    // Browsers hold redirects that answer a form against this as well.
    formAction: `'self' ${new URL(returnsTo).origin}`,
    body: `
<p class="lead">Choose whom you want to be in the sandbox.</p>
${
  problem === undefined
    ? ''
    : `<p class="problem" role="alert">${escapeHtml(problem)}</p>`
}
<form method="post" action="${escapeHtml(action)}">
  <fieldset>
    <legend>Account</legend>
    ${practiceUsers.map(user => choice(user, user.name === chosen)).join('')}
  </fieldset>
  <label class="field" for="password">Password</label>
  <input id="password" name="password" type="password" required autocomplete="off" aria-describedby="hint" value="${
    problem === undefined ? escapeHtml(practicePassword) : ''
  }"${problem === undefined ? '' : ' aria-invalid="true" autofocus'}>
  <p id="hint" class="quiet">Every practice account has the password <code>${escapeHtml(
    practicePassword,
  )}</code>.</p>
  <div class="buttons">
    <button class="main" type="submit">Sign in</button>
    <button type="submit" name="cancel" value="yes" formnovalidate>Cancel</button>
  </div>
</form>`,
  });
}

/** Says that a sign-in cannot go on. */
export function errorPage(problem: string): Page {
  return page({
    title: 'This sign-in cannot go on',
    formAction: "'none'",
    body: `
<p class="problem" role="alert">${escapeHtml(problem)}</p>
<p class="lead">Close this window and sign in again from the portal.</p>`,
  });
}

/** What somebody finds who opens the identity provider by itself. */
export function frontPage(): Page {
  return page({
    title: 'TokPulse practice accounts',
    formAction: "'none'",
    body: `
<p class="lead">The identity provider of the sandbox. Sign in from the portal, as one of these, with the password <code>${escapeHtml(
      practicePassword,
    )}</code>:</p>
<ul class="users">${practiceUsers
      .map(user => `<li>${words(user)}</li>`)
      .join('')}</ul>`,
  });
}

function choice(user: PracticeUser, chosen: boolean): string {
  const id = `user-${user.name}`;
  return `<label class="choice" for="${id}"><input id="${id}" type="radio" name="user" value="${
    user.name
  }" required${chosen ? ' checked' : ''}>${words(user)}</label>`;
}

function words(user: PracticeUser): string {
  return `<span class="who"><span class="name">${escapeHtml(
    user.displayName,
  )} <code>${escapeHtml(
    user.name,
  )}</code></span> <span class="quiet">${escapeHtml(user.role)}: ${escapeHtml(
    user.may,
  )}</span></span>`;
}

function page(options: {
  title: string;
  body: string;
  formAction: string;
}): Page {
  const nonce = randomBytes(16).toString('base64');
  return {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': `default-src 'none'; style-src 'nonce-${nonce}'; form-action ${options.formAction}; frame-ancestors 'none'; base-uri 'none'`,
    },
    html: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(options.title)}</title>
<style nonce="${nonce}">${style}</style>
</head>
<body>
<main>
<header><svg class="mark" viewBox="0 0 32 32" fill="none" aria-hidden="true" focusable="false"><circle cx="16" cy="16" r="14" stroke="currentColor" stroke-width="2.5"/><path d="M5 17h5.5l2.5-8 5 15 3-9 1.5 2H27" stroke="currentColor" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"/></svg>
<h1>${escapeHtml(options.title)}</h1></header>
${options.body}
</main>
</body>
</html>
`,
  };
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

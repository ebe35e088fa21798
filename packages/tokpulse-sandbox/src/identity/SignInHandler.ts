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

import { timingSafeEqual } from 'node:crypto';
import { IncomingMessage, ServerResponse } from 'node:http';
import Provider, { errors } from 'oidc-provider';
import { errorPage, Page, signInPage } from './pages';
import { practicePassword, PracticeUser, practiceUser } from './practiceUsers';

const largestForm = 4 * 1024;

class FormError extends Error {}

/** Shows the sign-in page, and takes what it sends. */
export class SignInHandler {
  readonly #provider: Provider;

  constructor(options: { provider: Provider }) {
    this.#provider = options.provider;
  }

  /** The sign-in that a path is about, or undefined. */
  static matches(path: string): boolean {
    return /^\/interaction\/[\w-]+$/.test(path);
  }

  async handle(request: IncomingMessage, response: ServerResponse) {
    try {
      switch (request.method) {
        case 'GET':
          await this.#show(request, response);
          return;
        case 'POST':
          await this.#take(request, response);
          return;
        default:
          send(response, 405, errorPage('This page is only read or sent'));
      }
    } catch (error) {
      if (error instanceof errors.SessionNotFound) {
        send(response, 400, errorPage('This sign-in has ended or was used'));
      } else if (error instanceof FormError) {
        send(response, 400, errorPage(error.message));
      } else {
        throw error;
      }
    }
  }

  async #show(
    request: IncomingMessage,
    response: ServerResponse,
    attempt?: { readonly user: string; readonly problem: string },
  ) {
    const { uid, params } = await this.#provider.interactionDetails(
      request,
      response,
    );
    const hint = attempt?.user ?? String(params.login_hint ?? '');
    send(
      response,
      attempt ? 401 : 200,
      signInPage({
        action: `/interaction/${uid}`,
        returnsTo: String(params.redirect_uri),
        chosen: practiceUser(hint)?.name ?? 'operator',
        problem: attempt?.problem,
      }),
    );
  }

  async #take(request: IncomingMessage, response: ServerResponse) {
    const form = await formOf(request);
    if (form.has('cancel')) {
      await this.#provider.interactionFinished(request, response, {
        error: 'access_denied',
        error_description: 'Sign-in was cancelled',
      });
      return;
    }
    const name = form.get('user') ?? '';
    const user = practiceUser(name);
    if (!user || !isPracticePassword(form.get('password') ?? '')) {
      await this.#show(request, response, {
        user: name,
        problem: 'That is not the password',
      });
      return;
    }
    const { session } = await this.#provider.interactionDetails(
      request,
      response,
    );
    const next = await this.#provider.interactionResult(
      request,
      response,
      { login: { accountId: user.name, remember: false, amr: ['pwd'] } },
      { mergeWithLastSubmission: false },
    );
    if (session) {
      await this.#forgetOthers({ sessionUid: session.uid, user });
    }
    response.writeHead(303, { Location: next, 'Content-Length': 0 });
    response.end();
  }

  /**
   * Somebody who signed in with this browser before makes way: the library
   * would ask whether to sign them out, and the person has chosen already.
   */
  async #forgetOthers(options: { sessionUid: string; user: PracticeUser }) {
    const { Session } = this.#provider;
    const session = await Session.findByUid(options.sessionUid);
    if (session && session.accountId !== options.user.name) {
      session.accountId = undefined;
      session.authorizations = {};
      await session.persist();
    }
  }
}

function isPracticePassword(given: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(practicePassword)];
  return a.length === b.length && timingSafeEqual(a, b);
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('application/x-www-form-urlencoded')) {
    throw new FormError('The form did not arrive as a form');
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > largestForm) {
      throw new FormError('The form is too long');
    }
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}

/** Sends a page. */
export function send(
  response: ServerResponse,
  status: number,
  { headers, html }: Page,
): void {
  response.writeHead(status, headers);
  response.end(html);
}

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

interface Page {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** As much of a browser as signing in needs: cookies, redirects, forms. */
export class Browser {
  readonly #cookies = new Map<string, string>();

  /**
   * Opens a page and follows redirects, but not to `stopAt`, whose whole
   * address is answered instead of a page.
   */
  async open(
    url: string,
    options: { readonly stopAt?: string; readonly init?: RequestInit } = {},
  ): Promise<Page> {
    const { stopAt, init } = options;
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { ...init?.headers, Cookie: this.#cookieHeader() },
    });
    this.#keep(response.headers.getSetCookie());
    const location = response.headers.get('location');
    if (location === null) {
      const { status, headers } = response;
      return { url, status, headers, text: await response.text() };
    }
    const next = new URL(location, url).href;
    if (stopAt !== undefined && next.startsWith(stopAt)) {
      const { status, headers } = response;
      return { url: next, status, headers, text: '' };
    }
    return this.open(next, { stopAt });
  }

  /** Sends the only form of a page. */
  async submit(
    page: Page,
    fields: Readonly<Record<string, string>>,
    stopAt?: string,
  ): Promise<Page> {
    const action = /<form method="post" action="([^"]+)">/.exec(page.text)?.[1];
    if (action === undefined) {
      throw new Error(`There is no form on ${page.url}: ${page.text}`);
    }
    return this.open(new URL(action, page.url).href, {
      stopAt,
      init: { method: 'POST', body: new URLSearchParams(fields) },
    });
  }

  #cookieHeader(): string {
    return [...this.#cookies]
      .map(([name, value]) => `${name}=${value}`)
      .join('; ');
  }

  #keep(setCookies: readonly string[]) {
    for (const cookie of setCookies) {
      const [pair, ...attributes] = cookie.split(';');
      const [name, ...value] = pair.split('=');
      const expires = attributes
        .find(each => /^ *expires=/i.test(each))
        ?.split('=')[1];
      if (expires !== undefined && Date.parse(expires) < Date.now()) {
        this.#cookies.delete(name);
      } else {
        this.#cookies.set(name, value.join('='));
      }
    }
  }
}

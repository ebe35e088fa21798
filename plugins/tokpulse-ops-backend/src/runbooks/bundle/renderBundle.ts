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

import { createHash } from 'node:crypto';
import type { Element, ElementContent, Nodes } from 'hast';
import { toHtml } from 'hast-util-to-html';
import { h } from 'hastscript';
import type { ActionDescriptor } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { visibleText } from '../../text/visibleText';
import type { ShelfEntry } from '../ShelfEntry';
import type { Contact } from './bundleConfig';
import { bundleStyle } from './bundleStyle';
import { inputsToHtml } from './inputsToHtml';
import { proseToHtml } from './proseToHtml';
import { stepToHtml } from './stepToHtml';

/** Nothing is fetched and nothing runs, whatever got into a runbook. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** What the bundle is made of. */
export interface BundleContent {
  readonly entries: readonly ShelfEntry[];
  readonly actions: readonly ActionDescriptor[];
  readonly contacts: readonly Contact[];
}

/** Changes when anything in the bundle does but for its date; hex. */
export function bundleHash({ entries, contacts }: BundleContent): string {
  return createHash('sha256')
    .update(
      JSON.stringify([
        contacts,
        entries.map(({ summary }) => [
          ...[summary.id, summary.contentHash, summary.problems],
        ]),
      ]),
    )
    .digest('hex');
}

/**
 * All runbooks as one HTML page that needs nothing else: for a disk, a phone or
 * a sheet of paper, when the portal is not there.
 */
export function renderBundle(content: BundleContent, at: Date): string {
  const entries = [...content.entries].sort(byUrgency);
  const ids = new Set(entries.map(({ summary }) => summary.id));
  const time = at.toISOString();
  const page = h('html', { lang: 'en' }, [
    h('head', [
      h('meta', { charSet: 'utf-8' }),
      h('meta', { httpEquiv: 'Content-Security-Policy', content: POLICY }),
      h('meta', { name: 'referrer', content: 'no-referrer' }),
      h('meta', {
        name: 'viewport',
        content: 'width=device-width, initial-scale=1',
      }),
      h('title', `Runbooks, ${time.slice(0, 10)}`),
      h('style', bundleStyle),
    ]),
    h('body', [
      h('header', [
        h('h1', 'Runbooks'),
        h('p', { className: ['muted'] }, [
          'As of ',
          h('time', { dateTime: time }, time),
          `. ${entries.length} runbooks, hash `,
          h('code', bundleHash(content)),
        ]),
      ]),
      ...contactsTable(content.contacts),
      h('nav', { ariaLabel: 'Contents' }, [
        h('h2', 'Contents'),
        contents(entries),
      ]),
      h(
        'main',
        entries.map(entry => runbook(entry, { ids, actions: content.actions })),
      ),
    ]),
  ]);
  return `<!doctype html>\n${toHtml(seen(page))}\n`;
}

function contents(entries: readonly ShelfEntry[]): Element {
  return table(
    ['Runbook', 'Severity', 'Respond within', 'For'],
    entries.map(({ summary }) => [
      h('a', { href: `#${addressOf(summary.id)}` }, summary.title),
      severity(summary.severity),
      summary.respondWithin ?? '',
      summary.services.join(', '),
    ]),
  );
}

function contactsTable(contacts: readonly Contact[]): readonly Element[] {
  return contacts.length === 0
    ? []
    : [
        h('section', [
          h('h2', 'Contacts'),
          table(
            ['Who', 'For', 'Reach'],
            contacts.map(({ name, role, phone, email, url }) => [
              name,
              role ?? '',
              h(
                'span',
                [
                  phone &&
                    h(
                      'a',
                      { href: `tel:${phone.replace(/[^+\d]/g, '')}` },
                      phone,
                    ),
                  email &&
                    h('a', { href: `mailto:${encodeURI(email)}` }, email),
                  url && h('a', { href: url, rel: ['noreferrer'] }, url),
                ].flatMap((way, index) =>
                  way ? [...(index > 0 ? [' '] : []), way] : [],
                ),
              ),
            ]),
          ),
        ]),
      ];
}

function runbook(
  entry: ShelfEntry,
  options: {
    readonly ids: ReadonlySet<string>;
    readonly actions: readonly ActionDescriptor[];
  },
): Element {
  const { summary } = entry;
  const { id } = summary;
  return h('article', { className: ['runbook'], id: addressOf(id) }, [
    h('h2', summary.title),
    h('p', [
      severity(summary.severity),
      h('span', { className: ['badge'] }, summary.category),
      ...(summary.respondWithin === undefined
        ? []
        : [
            h(
              'span',
              { className: ['badge'] },
              `respond within ${summary.respondWithin}`,
            ),
          ]),
    ]),
    h('dl', [
      ...[h('dt', 'For'), h('dd', summary.services.join(', ') || 'unknown')],
      ...[h('dt', 'Owner'), h('dd', summary.owner || 'unknown')],
      ...[h('dt', 'Hash of the text'), h('dd', h('code', summary.contentHash))],
    ]),
    ...problems(entry),
    ...inputsToHtml(entry.runbook?.inputs),
    ...prose(entry, options),
    h('p', h('a', { href: '#' }, 'Back to the contents')),
  ]);
}

/** One that cannot be run may still be read. */
function problems({ summary }: ShelfEntry): readonly Element[] {
  const blocking = summary.problems.filter(({ level }) => level === 'blocking');
  return blocking.length === 0
    ? []
    : [
        h('p', { className: ['urgent'] }, 'This runbook has errors:'),
        h(
          'ul',
          blocking.map(({ message }) => h('li', message)),
        ),
      ];
}

function prose(
  entry: ShelfEntry,
  options: {
    readonly ids: ReadonlySet<string>;
    readonly actions: readonly ActionDescriptor[];
  },
): readonly ElementContent[] {
  const { summary, body, runbook: parsed } = entry;
  if (parsed === undefined) {
    return [h('pre', h('code', body))];
  }
  const elements = proseToHtml({
    ...{ id: summary.id, body },
    addressOf: file => {
      const other = file.replace(/\.md$/i, '');
      return options.ids.has(other) ? `#${addressOf(other)}` : undefined;
    },
    step: index => {
      const step = parsed.steps[index];
      return (
        step &&
        stepToHtml({
          ...{ runbook: summary.id, number: index + 1, step },
          action: options.actions.find(({ id }) => id === step.action),
        })
      );
    },
  });
  const [first] = elements;
  return repeatsTitle(first, summary.title) ? elements.slice(1) : elements;
}

/** Most runbooks begin with their title, which stands above already. */
function repeatsTitle(
  element: ElementContent | undefined,
  title: string,
): boolean {
  return (
    element?.type === 'element' &&
    element.tagName === 'h3' &&
    element.children.every(
      child => child.type === 'text' && child.value === title,
    )
  );
}

function addressOf(id: string): string {
  return `runbook--${id}`;
}

function severity(value: string | undefined): ElementContent {
  return value === undefined
    ? h('span')
    : h(
        'span',
        { className: value === 'P0' ? ['badge', 'urgent'] : ['badge'] },
        value,
      );
}

function table(
  titles: readonly string[],
  rows: readonly (readonly (string | ElementContent)[])[],
): Element {
  return h('table', [
    h(
      'thead',
      h(
        'tr',
        titles.map(title => h('th', { scope: 'col' }, title)),
      ),
    ),
    h(
      'tbody',
      rows.map(cells =>
        h(
          'tr',
          cells.map(cell => h('td', [cell])),
        ),
      ),
    ),
  ]);
}

/** Nothing in the page reads otherwise than it is. */
function seen<TNode extends Nodes>(node: TNode): TNode {
  if (node.type === 'text') {
    return { ...node, value: visibleText(node.value) };
  }
  return 'children' in node
    ? { ...node, children: node.children.map(child => seen(child)) }
    : node;
}

function byUrgency(
  { summary: a }: ShelfEntry,
  { summary: b }: ShelfEntry,
): number {
  return (
    (a.severity ?? 'P9').localeCompare(b.severity ?? 'P9') ||
    a.title.localeCompare(b.title)
  );
}

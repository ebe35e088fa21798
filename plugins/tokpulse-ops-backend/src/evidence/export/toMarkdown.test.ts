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

import type { Nodes, Root, Table } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import type { RunEvent } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { createTestPlan } from '../../testing';
import { toRunExport, type RunExport } from './RunExport';
import { runExportToMarkdown } from './toMarkdown';

const HOSTILE = [
  'a | b | c',
  '`code` and ``` fences ```',
  '<script>alert(1)</script><img src=x onerror=alert(2)>',
  '[click](javascript:alert(1)) ![i](https://evil.example/x.png)',
  'https://evil.example and www.evil.example and mail@evil.example',
  '# heading\n- item\n\n---\n> quote',
  '\u202ereversed\u0007bell\u0000nul',
  '&lt;b&gt; \\| \\` * _ ~~x~~ [^1]',
  '$(rm -rf /) @everyone #1',
  '   spaces at the ends   ',
];

const plan = {
  ...createTestPlan({ steps: [{ id: 'one', action: 'test:say' }] }),
  createdAt: '2026-11-24T08:00:00.000Z',
};

/** A record with the same text in every place that people or providers write. */
function recordWith(text: string): RunExport {
  const events: readonly RunEvent[] = [
    {
      ...{ runId: 'r', seq: 1, at: '2026-11-24T08:00:10.000Z' },
      actor: text,
      body: { type: 'cancel-requested', reason: text },
    },
    {
      ...{ runId: 'r', seq: 2, at: '2026-11-24T08:02:10.000Z' },
      actor: 'user:default/olga',
      body: {
        type: 'decided',
        stepId: 'one',
        choice: 'by-hand',
        evidence: text,
      },
    },
  ];
  return toRunExport({
    run: {
      ...{ id: 'r', service: 'demo', runbook: plan.runbook, planId: plan.id },
      ...{ planHash: plan.hash, state: 'failed', withFailures: true },
      ...{ requestedBy: text, lead: text, reason: text },
      createdAt: '2026-11-24T08:00:05.000Z',
      finishedAt: '2026-11-24T09:02:05.000Z',
      ...{ cancelRequested: false, approvals: 'solo', glassBroken: false },
      ...{ inputs: { text }, lastSeq: 2, logLines: 1, undoneBy: [] },
      steps: [
        {
          ...{ id: 'one', name: text, action: 'test:say', effect: 'read' },
          ...{ state: 'failed', confirm: 'none', attempts: [], handled: false },
          ...{ input: { text }, output: text, manual: text },
          error: { code: 'refused', message: text, nextStep: text },
          skippedBecause: text,
          startedAt: '2026-11-24T08:06:00.000Z',
          finishedAt: '2026-11-24T08:06:01.500Z',
        },
      ],
    },
    plan: {
      ...plan,
      runbook: { ...plan.runbook, title: text, respondWithin: '5m' },
    },
    events,
    files: [
      {
        ...{ id: 'f', runId: 'r', stepId: 'one', name: text, bytes: 3 },
        ...{ mediaType: 'text/plain', sha256: 'abc', addedBy: text },
        addedAt: '2026-11-24T08:02:00.000Z',
      },
    ],
    log: {
      total: 1,
      lines: [{ at: 'now', level: 'info', line: 0, text }],
    },
    verification: {
      ...{ runId: 'r', valid: false, events: 2, windowSeconds: 5 },
      checkedAt: '2026-11-24T10:00:00.000Z',
      firstBad: { seq: 2, problem: 'edited', message: text },
    },
  });
}

const parse = (markdown: string): Root =>
  unified().use(remarkParse).use(remarkGfm).parse(markdown);

function all(node: Nodes): readonly Nodes[] {
  return 'children' in node ? [node, ...node.children.flatMap(all)] : [node];
}

function textOf(node: Nodes): string {
  return all(node)
    .map(one => ('value' in one ? one.value : ''))
    .join('');
}

function rowsOf(node: Nodes | undefined): readonly (readonly string[])[] {
  return all(node ?? { type: 'root', children: [] })
    .filter(one => one.type === 'tableRow')
    .map(row => row.children.map(textOf));
}

/** The tables, by the heading before them. */
function tables(root: Root): ReadonlyMap<string, Table> {
  const found = new Map<string, Table>();
  let heading = '';
  for (const node of root.children) {
    if (node.type === 'heading') {
      heading = textOf(node);
    } else if (node.type === 'table' && !found.has(heading)) {
      found.set(heading, node);
    }
  }
  return found;
}

describe('the Markdown of a run', () => {
  it.each(HOSTILE)('takes %j for a text, wherever it stands', text => {
    const root = parse(runExportToMarkdown(recordWith(text)));
    const kinds = new Set(all(root).map(({ type }) => type));
    for (const markup of [
      ...['html', 'image', 'linkReference', 'imageReference'],
      ...['definition', 'footnoteReference', 'footnoteDefinition'],
      ...['inlineCode', 'strong', 'emphasis', 'delete', 'list', 'blockquote'],
      ...['thematicBreak', 'break', 'yaml'],
    ]) {
      expect(kinds).not.toContain(markup);
    }
    // A web address is a link wherever it stands, to what it says.
    for (const link of all(root).filter(({ type }) => type === 'link')) {
      const target = 'url' in link ? link.url : '';
      expect(target.replace(/^(https?:\/\/|mailto:)/, '')).toBe(
        textOf(link).replace(/^https?:\/\//, ''),
      );
      expect(target).toMatch(/^(https?|mailto):/);
    }
    expect(
      root.children
        .filter(node => node.type === 'heading' && node.depth < 3)
        .slice(1)
        .map(textOf),
    ).toEqual([
      ...['Inputs', 'Evidence', 'Who did what', 'Timeline', 'Steps', 'Files'],
      'Output',
    ]);
    const people = rowsOf(tables(root).get('Who did what'));
    expect(people).toHaveLength(3);
    expect(people.every(row => row.length === 4)).toBe(true);
  });

  it.each(HOSTILE.filter(text => !/[\p{Cc}\p{Cf}]/u.test(text)))(
    'gives %j back unchanged',
    text => {
      const root = parse(runExportToMarkdown(recordWith(text)));
      const people = rowsOf(tables(root).get('Who did what'));
      expect(people[1][1]).toBe(text.trim());
      expect(people[1][3]).toBe(`Asked the run to stop. ${text}`.trim());
      const blocks = root.children.filter(node => node.type === 'code');
      expect(blocks.map(({ lang }) => lang)).toEqual([
        ...['json', 'json', 'json', 'sh', 'text'],
      ]);
      expect(JSON.parse(blocks[0].value)).toEqual({ text });
      expect(blocks[3].value).toBe(text);
    },
  );

  it('shows what nobody could see', () => {
    const markdown = runExportToMarkdown(recordWith('\u202egnp.exe\u0000'));
    expect(markdown).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    expect(markdown).toContain('⟨U+202E⟩gnp.exe⟨U+0000⟩');
  });

  it('holds the first step against the time that the runbook gives', () => {
    const root = parse(runExportToMarkdown(recordWith('x')));
    const facts = new Map(
      rowsOf(root.children.find(node => node.type === 'table')).map(
        ([name, value]) => [name, value],
      ),
    );
    expect(facts.get('Response')).toBe('6 min of 5m: too late');
    expect(facts.get('Took')).toBe('1 h 2 min');
    expect(rowsOf(tables(root).get('Timeline')).map(row => row[2])).toEqual([
      ...['After', '5 s', '2 min 5 s'],
    ]);
  });

  it('says where the chain is broken', () => {
    const markdown = runExportToMarkdown(recordWith('the text was changed'));
    expect(markdown).toContain(
      'broken at event 2 (edited): the text was changed',
    );
  });
});

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

import type { Nodes, PhrasingContent, RootContent } from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown } from 'mdast-util-to-markdown';
import { removedInWords } from '../retention/removedInWords';
import { durationInWords } from './durationInWords';
import { describeEvent } from './describeEvent';
import type { RunExport } from './RunExport';
import { visibleText } from '../../text/visibleText';

/** A longer output is a matter for the JSON export. */
const LONGEST_VALUE = 20_000;
const LOG_LINES = 200;

/**
 * The export as Markdown (GFM). It is built as a tree whose texts are texts, so
 * that nothing in an output, a reason or a name can become markup.
 */
export function runExportToMarkdown(given: RunExport): string {
  const content: readonly RootContent[] = [
    heading(1, `Record of a run: ${given.runbook.title}`),
    ...facts(given),
    ...verification(given),
    ...people(given),
    ...timeline(given),
    ...given.steps.flatMap((step, index) => stepSection(step, index)),
    ...files(given),
    ...log(given),
  ];
  return toMarkdown(
    { type: 'root', children: [...content] },
    { extensions: [gfmToMarkdown()], bullet: '-', emphasis: '_', fences: true },
  );
}

function facts(given: RunExport): readonly RootContent[] {
  const { run, runbook, times } = given;
  const { response } = times;
  return [
    table(
      ['', ''],
      [
        ['Service', `${given.serviceTitle} (${run.service})`],
        ['Runbook', `${runbook.title} (${runbook.path})`],
        ['Text of the runbook', runbook.contentHash],
        ['Severity', runbook.severity ?? 'not given'],
        ['Ended', run.withFailures ? `${run.state}, with failures` : run.state],
        ['Started by', run.requestedBy],
        ['Led by', run.lead],
        ['Reason', run.reason ?? 'none given'],
        [
          'Approvals',
          run.glassBroken ? `${run.approvals}, glass broken` : run.approvals,
        ],
        ['Planned', times.plannedAt],
        ['Started', times.createdAt],
        ['First step', times.firstStepAt ?? 'none'],
        ['Finished', times.finishedAt ?? 'not yet'],
        [
          'Took',
          times.durationMs === undefined
            ? 'not over'
            : durationInWords(times.durationMs),
        ],
        [
          'Response',
          response === undefined
            ? 'the runbook asks for none'
            : `${
                response.afterMs === undefined
                  ? 'no step was begun'
                  : durationInWords(response.afterMs)
              } of ${response.within}: ${
                response.inTime ? 'in time' : 'too late'
              }`,
        ],
        ['Run', run.id],
        ['Plan', `${run.planId}, ${run.planHash}`],
        ...(run.undoes === undefined ? [] : [['Takes back run', run.undoes]]),
        ...run.undoneBy.map(undo => [
          'Taken back by run',
          `${undo.runId} (${undo.state})`,
        ]),
      ],
    ),
    ...(Object.keys(run.inputs).length === 0
      ? []
      : [heading(2, 'Inputs'), json(run.inputs)]),
  ];
}

function verification({
  verification: found,
}: RunExport): readonly RootContent[] {
  const { firstBad, anchored, windowSeconds, removed } = found;
  const whole =
    removed === undefined
      ? `The chain of ${found.events} events is whole`
      : `Its events were ${removedInWords(removed, found.events)}`;
  return [
    heading(2, 'Evidence'),
    paragraph(
      firstBad === undefined
        ? `${whole}. Checked at ${found.checkedAt}.`
        : `The chain is broken at event ${firstBad.seq} (${firstBad.problem}): ${firstBad.message}. Checked at ${found.checkedAt}.`,
    ),
    paragraph(
      anchored === undefined
        ? 'Nothing of it is anchored outside of the database.'
        : `Anchored outside of the database up to event ${anchored.seq}, at ${anchored.at}. Whoever owns the database and rewrites the chain within ${windowSeconds} seconds of an event is not found out.`,
    ),
  ];
}

function people(given: RunExport): readonly RootContent[] {
  return [
    heading(2, 'Who did what'),
    table(
      ['When', 'Who', 'Step', 'What'],
      given.people.map(({ at, actor, stepId, what, details }) => [
        ...[at, actor, stepId ?? '', join(what, details)],
      ]),
    ),
  ];
}

function timeline({ events, times }: RunExport): readonly RootContent[] {
  const begin = Date.parse(times.createdAt);
  return [
    heading(2, 'Timeline'),
    table(
      ['#', 'When', 'After', 'Step', 'What', 'Who'],
      events.map(({ seq, at, actor, body }) => {
        const { what, stepId, details } = describeEvent(body);
        return [
          String(seq),
          at,
          durationInWords(Math.max(0, Date.parse(at) - begin)),
          stepId ?? '',
          join(what, details),
          actor,
        ];
      }),
    ),
  ];
}

function stepSection(
  step: RunExport['steps'][number],
  index: number,
): readonly RootContent[] {
  const { durationMs, error, items } = step;
  return [
    ...(index === 0 ? [heading(2, 'Steps')] : []),
    heading(3, `${index + 1}. ${step.name}`),
    table(
      ['', ''],
      [
        ['Step', step.id],
        ['Action', `${step.action} (${step.effect})`],
        ['State', step.handled ? `${step.state}, handled` : step.state],
        ['Attempts', String(step.attempts.length)],
        ['Took', durationMs === undefined ? '' : durationInWords(durationMs)],
        ...(step.skippedBecause
          ? [['Skipped because', step.skippedBecause]]
          : []),
        ...(error
          ? [['Error', join(`${error.code}: ${error.message}`, error.nextStep)]]
          : []),
        ...(step.probe
          ? [['Probe', `${step.probe.outcome}: ${step.probe.message}`]]
          : []),
        ...(step.verification
          ? [['Verification', step.verification.message]]
          : []),
        ...(step.undoneBy ? [['Taken back by run', step.undoneBy]] : []),
      ],
    ),
    ...value('Input', step.input),
    ...value('Output', step.output),
    ...(items === undefined || items.length === 0
      ? []
      : [
          table(
            ['Item', 'State', 'Attempt', 'Error'],
            items.map(item => [
              item.label,
              item.state,
              String(item.attempt),
              item.error ? `${item.error.code}: ${item.error.message}` : '',
            ]),
          ),
        ]),
    ...(step.manual === undefined
      ? []
      : [paragraph('By hand:'), code(step.manual, 'sh')]),
  ];
}

function files({ files: added }: RunExport): readonly RootContent[] {
  return added.length === 0
    ? []
    : [
        heading(2, 'Files'),
        table(
          ['File', 'Step', 'Bytes', 'SHA-256', 'Added by', 'When'],
          added.map(file => [
            file.name,
            file.stepId,
            String(file.bytes),
            file.sha256,
            file.addedBy,
            file.addedAt,
          ]),
        ),
      ];
}

function log({ log: output }: RunExport): readonly RootContent[] {
  const lines = output.lines.slice(-LOG_LINES);
  return lines.length === 0
    ? []
    : [
        heading(2, 'Output'),
        paragraph(`The last ${lines.length} of ${output.total} lines.`),
        code(
          lines
            .map(({ at, level, stepId, text }) =>
              [at, level, stepId ?? '-', text.replaceAll('\n', ' ')].join(' '),
            )
            .join('\n'),
          'text',
        ),
      ];
}

function value(title: string, given: unknown): readonly RootContent[] {
  return given === undefined ? [] : [paragraph(`${title}:`), json(given)];
}

function heading(depth: 1 | 2 | 3, text: string): RootContent {
  return { type: 'heading', depth, children: [textNode(oneLine(text))] };
}

function paragraph(text: string): RootContent {
  return { type: 'paragraph', children: [textNode(text)] };
}

function json(given: unknown): RootContent {
  return code(JSON.stringify(given, null, 2), 'json');
}

function code(text: string, lang: string): RootContent {
  const shown = visibleText(text);
  const cut =
    shown.length <= LONGEST_VALUE
      ? shown
      : `${shown.slice(0, LONGEST_VALUE)}\n… ${
          shown.length - LONGEST_VALUE
        } more characters are in the JSON export`;
  return { type: 'code', lang, value: cut };
}

function table(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
): RootContent {
  return {
    type: 'table',
    children: [titles, ...rows].map(cells => ({
      type: 'tableRow',
      children: cells.map(text => ({
        type: 'tableCell',
        children: [textNode(oneLine(text))],
      })),
    })),
  };
}

function textNode(text: string): PhrasingContent & Nodes {
  return { type: 'text', value: visibleText(text) };
}

function join(what: string, details: string | undefined): string {
  return details === undefined ? what : `${what}. ${details}`;
}

/** What a person pasted may have many lines, and a cell has one. */
function oneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, ' · ').trim();
}

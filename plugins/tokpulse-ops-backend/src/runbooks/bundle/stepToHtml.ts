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

import type { Element, ElementContent } from 'hast';
import { h } from 'hastscript';
import type {
  ActionDescriptor,
  Confirmation,
  Effect,
  RunbookStep,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { z } from 'zod';
import { proseToHtml } from './proseToHtml';

const confirmInWords: Readonly<Record<Confirmation, string | undefined>> = {
  none: undefined,
  once: 'ask yourself once more before',
  'type-target': 'say the name of the target aloud before',
};

const effectInWords: Readonly<Record<Effect, string>> = {
  read: 'only looks',
  idempotent: 'changes something; doing it twice ends in the same state',
  once: 'changes something; do it once',
};

/** What `flow:checklist` asks a person to do, which is by hand already. */
const checklist = z.object({
  items: z.array(
    z.object({ label: z.string(), command: z.string().optional() }),
  ),
});

/** One step as a person does it who has nothing but this page. */
export function stepToHtml(options: {
  readonly runbook: string;
  readonly number: number;
  readonly step: RunbookStep;
  readonly action: ActionDescriptor | undefined;
}): Element {
  const { runbook, number, step, action } = options;
  const effect = stricter(action?.effect ?? 'once', step.effect);
  return h(
    'section',
    {
      id: `${runbook}--step-${step.id}`,
      className: effect === 'read' ? ['step'] : ['step', 'changes'],
    },
    [
      h('h5', `Step ${number}: ${step.name}`),
      ...byHand(step),
      ...differs(runbook, step),
      h('dl', facts({ step, action, effect })),
      ...input(step),
    ],
  );
}

function byHand({ manual, action, ...step }: RunbookStep): readonly Element[] {
  if (manual !== undefined) {
    return [h('p', h('strong', 'By hand:')), h('pre', h('code', manual))];
  }
  const items = checklist.safeParse(step.input).data?.items;
  if (items !== undefined) {
    return [
      h(
        'ul',
        items.map(({ label, command }) =>
          h('li', [
            label,
            ...(command === undefined ? [] : [h('pre', h('code', command))]),
          ]),
        ),
      ),
    ];
  }
  return action.startsWith('flow:')
    ? []
    : [
        h(
          'p',
          { className: ['muted'] },
          'No command is known that does it by hand: do what the action below says with the tool of the provider.',
        ),
      ];
}

/** It is prose, like that around the step. */
function differs(runbook: string, step: RunbookStep): readonly Element[] {
  return step.differs === undefined
    ? []
    : [
        h('div', { className: ['differs'] }, [
          h('strong', 'Differs from the operations document:'),
          ...proseToHtml({
            id: `${runbook}--step-${step.id}`,
            body: step.differs,
            addressOf: () => undefined,
            step: () => undefined,
          }),
        ]),
      ];
}

function facts(options: {
  readonly step: RunbookStep;
  readonly action: ActionDescriptor | undefined;
  readonly effect: Effect;
}): ElementContent[] {
  const { step, action, effect } = options;
  const { verify, undo } = step;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Action', [step.action, action?.description].filter(Boolean).join(': ')],
    ['Effect', effectInWords[effect]],
    ['Only if', step.if],
    ['For each', step.each],
    ['It worked when', step.expect],
    [
      'Then check',
      verify && `${verify.action} until ${verify.until}, for ${verify.within}`,
    ],
    ['Without a check because', step.reason],
    ['Confirm', confirmInWords[step.confirm]],
    ['Approved by', step.approval?.from.join(', ') || undefined],
    ['Nobody else at', step.lock?.join(', ')],
    ['At most', step.timeout],
    [
      'Take it back with',
      undo && `${undo.action} ${JSON.stringify(undo.input)}`,
    ],
    ['When it fails', failureInWords(step.onFailure)],
    ['Lines of the operations document', step.ref?.join(', ')],
  ];
  return rows.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [h('dt', name), h('dd', value)],
  );
}

function input({ input: given }: RunbookStep): readonly ElementContent[] {
  return Object.keys(given).length === 0
    ? []
    : [
        h('p', { className: ['muted'] }, 'With'),
        h('pre', h('code', JSON.stringify(given, null, 2))),
      ];
}

function failureInWords(onFailure: string): string {
  switch (onFailure) {
    case 'stop':
      return 'stop and decide';
    case 'continue':
      return 'go on';
    case 'undo':
      return 'take back what was done';
    default:
      return `go on with the step ${onFailure}`;
  }
}

const strictness: readonly Effect[] = ['read', 'idempotent', 'once'];

function stricter(own: Effect, stated: Effect | undefined): Effect {
  return stated !== undefined &&
    strictness.indexOf(stated) > strictness.indexOf(own)
    ? stated
    : own;
}

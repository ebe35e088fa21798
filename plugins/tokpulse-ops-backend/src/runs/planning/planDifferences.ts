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

import type { JsonObject, JsonValue } from '@backstage/types';
import type {
  Plan,
  PlanDifference,
  PlannedStep,
  Preview,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { canonicalJson } from '../canonicalJson';
import { changedFacts, pinnedFacts } from './pinnedFacts';

/** What there was nothing of. */
const NOTHING = '–';

const LONGEST = 300;

/** The parts of a plan that are compared; facts are read and compared apart. */
export type ComparedPlan = Pick<
  Plan,
  'runbook' | 'inputs' | 'serviceFingerprint' | 'approvals' | 'steps'
>;

/** In what a plan that is made now would be another one, in words. */
export function planDifferences(
  planned: ComparedPlan,
  now: ComparedPlan,
): readonly PlanDifference[] {
  return [
    ...differs(
      'Text of the runbook',
      `version ${short(planned.runbook.contentHash)}`,
      `version ${short(now.runbook.contentHash)}`,
    ),
    // Says nothing of its secrets.
    ...differs(
      'Configuration of the service',
      `version ${short(planned.serviceFingerprint)}`,
      `version ${short(now.serviceFingerprint)}`,
    ),
    ...differs('Approvals', planned.approvals, now.approvals),
    ...objectDifferences(name => `Input '${name}'`, planned.inputs, now.inputs),
    ...stepDifferences(planned.steps, now.steps),
  ];
}

/** Pinned facts of a step that are others by now. */
export function factDifferences(
  planned: PlannedStep | undefined,
  now: readonly Preview[],
): readonly PlanDifference[] {
  return planned === undefined
    ? []
    : changedFacts(pinnedFacts(planned.previews), now).map(fact => ({
        what: `Step '${planned.step.id}': ${fact.label}`,
        planned: cut(fact.value),
        now: cut(fact.now ?? NOTHING),
      }));
}

function stepDifferences(
  planned: readonly PlannedStep[],
  now: readonly PlannedStep[],
): readonly PlanDifference[] {
  const idsOf = (steps: readonly PlannedStep[]) =>
    steps.map(({ step }) => step.id);
  const plannedIds = idsOf(planned);
  const nowIds = idsOf(now);
  const bothIn = (ids: readonly string[]) =>
    ids.filter(id => plannedIds.includes(id) && nowIds.includes(id));
  const perStep = planned.flatMap(before => {
    const after = now.find(({ step }) => step.id === before.step.id);
    return after === undefined
      ? [
          {
            what: `Step '${before.step.id}'`,
            planned: before.step.name,
            now: NOTHING,
          },
        ]
      : objectDifferences(
          name => `Step '${before.step.id}': ${name}`,
          decisive(before),
          decisive(after),
        );
  });
  const added = now
    .filter(({ step }) => !plannedIds.includes(step.id))
    .map(({ step }) => ({
      what: `Step '${step.id}'`,
      planned: NOTHING,
      now: step.name,
    }));
  return [
    ...perStep,
    ...added,
    ...differs(
      'Order of the steps',
      bothIn(plannedIds).join(', '),
      bothIn(nowIds).join(', '),
    ),
  ];
}

/** What the hash covers of a step, but for its place in the text and its facts. */
function decisive(planned: PlannedStep): JsonObject {
  const { step, effect, targets, confirmTarget, approval, late } = planned;
  const { line, id, ...definition } = step;
  return asJson({
    ...definition,
    effect,
    targets,
    confirmTarget,
    approval,
    'known only later': late.map(({ path }) => path),
  });
}

function objectDifferences(
  what: (name: string) => string,
  planned: JsonObject,
  now: JsonObject,
): readonly PlanDifference[] {
  const names = [...new Set([...Object.keys(planned), ...Object.keys(now)])];
  return names.flatMap(name =>
    differs(what(name), inWords(planned[name]), inWords(now[name])),
  );
}

function differs(
  what: string,
  planned: string,
  now: string,
): readonly PlanDifference[] {
  return planned === now
    ? []
    : [{ what, planned: cut(planned), now: cut(now) }];
}

function inWords(value: JsonValue | undefined): string {
  if (value === undefined || value === null) {
    return NOTHING;
  }
  return typeof value === 'string' ? value : canonicalJson(value);
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text;
}

function short(hash: string): string {
  return hash.slice(0, 12);
}

function asJson(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value));
}

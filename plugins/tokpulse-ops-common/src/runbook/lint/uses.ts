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

import type { JsonValue } from '@backstage/types';
import { compileCondition } from '../conditions/compile';
import { getOwn } from '../ownProperty';
import { parsePath, type Path } from '../path';
import type { Finding } from '../problems';
import { templatesIn } from '../substitute';
import type { RunbookStep } from '../types';
import type { BlockPath, Place } from '../yaml/BlockReader';
import { isObject } from './jsonSchema';
import type { LintContext } from './LintContext';

/** One expression or template of a runbook, and what it reads. */
export interface Use {
  readonly place: Place;
  /** The step that it stands in; absent in the front matter. */
  readonly step?: RunbookStep;
  /** The names at which its paths may begin. */
  readonly roots: readonly string[];
  /** The action whose output is `output` here. */
  readonly outputOf?: string;
  /** The step has run when this is read, so `steps` holds its own result. */
  readonly afterStep?: boolean;
  readonly paths: readonly Path[];
  /** Paths that `has()` asks for. */
  readonly tested: readonly Path[];
}

/** The uses of a runbook, and what is wrong with their text. */
export interface UsesResult {
  readonly uses: readonly Use[];
  readonly findings: readonly Finding[];
}

const base = ['inputs', 'steps', 'service', 'run'];

type Where = Omit<Use, 'paths' | 'tested'>;

/** Collects every expression and template of a runbook. */
export function collectUses(context: LintContext): UsesResult {
  const uses: Use[] = [];
  const findings: Finding[] = [];
  const { runbook } = context;

  const addCondition = (text: string | undefined, where: Where) => {
    if (text === undefined) {
      return;
    }
    const compiled = compileCondition(text);
    if (compiled.ok) {
      uses.push({ ...where, ...compiled.reads });
    } else {
      findings.push({
        ...where.place,
        code: 'invalid-condition',
        message: compiled.message,
        fix: 'See "Conditions" in the reference of the format',
      });
    }
  };

  const addTemplates = (
    value: JsonValue,
    path: BlockPath,
    where: Omit<Where, 'place'> & { readonly step: RunbookStep },
  ) => {
    forEachText(value, path, (text, textPath) => {
      const place = context.placeInStep(where.step, textPath);
      const templates = templatesIn(text);
      const paths = templates.map(parsePath);
      const openings = text.split('${{').length - 1;
      if (openings > templates.length || paths.includes(undefined)) {
        findings.push({
          ...place,
          code: 'invalid-template',
          message: 'A template holds one path, without functions or filters',
          fix: 'Write ${{ steps.health.output.status }}; compute in a condition',
        });
      }
      uses.push({
        ...where,
        place,
        paths: paths.filter(found => found !== undefined),
        tested: [],
      });
    });
  };

  addCondition(runbook.suggestWhen, {
    place: context.placeInFrontMatter(['suggestWhen']),
    roots: ['service'],
  });
  for (const step of runbook.steps) {
    const item = step.each === undefined ? [] : ['item'];
    const roots = [...base, ...item];
    const at = (...path: string[]) => context.placeInStep(step, path);
    addCondition(step.if, { step, place: at('if'), roots: base });
    addCondition(step.each, { step, place: at('each'), roots: base });
    addTemplates(step.input, ['input'], { step, roots });
    for (const { field, text, outputOf } of conditionsInInput(context, step)) {
      addCondition(text, {
        ...{ step, outputOf },
        place: at('input', field),
        roots: ['service', 'run', 'output'],
      });
    }
    addCondition(step.expect, {
      step,
      place: at('expect'),
      roots: [...roots, 'output'],
      outputOf: step.each === undefined ? step.action : undefined,
    });
    const after = { step, roots, afterStep: true };
    if (step.verify !== undefined) {
      addTemplates(step.verify.input, ['verify', 'input'], after);
      addCondition(step.verify.until, {
        ...after,
        place: at('verify', 'until'),
        roots: [...roots, 'output'],
        outputOf: step.verify.action,
      });
    }
    if (step.undo !== undefined) {
      addTemplates(step.undo.input, ['undo', 'input'], after);
    }
    findings.push(...templatesElsewhere(context, step));
  }
  return { uses, findings };
}

/**
 * Fields of an input that are conditions themselves, by the schema of the
 * action: `format: cel`. They read the output of the action that the input
 * names.
 */
function conditionsInInput(
  context: LintContext,
  { action, input }: RunbookStep,
): readonly {
  readonly field: string;
  readonly text: string;
  readonly outputOf: string | undefined;
}[] {
  const properties = context.action(action)?.input.properties;
  if (!isObject(properties)) {
    return [];
  }
  return Object.keys(properties).flatMap(field => {
    const schema = getOwn(properties, field);
    const text = getOwn(input, field);
    const outputOf = getOwn(input, 'action');
    return isObject(schema) && schema.format === 'cel' && isString(text)
      ? [{ field, text, outputOf: isString(outputOf) ? outputOf : undefined }]
      : [];
  });
}

function isString(value: JsonValue | undefined): value is string {
  return typeof value === 'string';
}

/** Fields for people are shown as they stand. */
function templatesElsewhere(
  context: LintContext,
  step: RunbookStep,
): readonly Finding[] {
  const texts = {
    name: step.name,
    manual: step.manual,
    reason: step.reason,
    lock: step.lock?.join(' '),
  };
  return Object.entries(texts)
    .filter(([, text]) => text?.includes('${{') === true)
    .map(([field]) => ({
      ...context.placeInStep(step, [field]),
      code: 'invalid-template',
      severity: 'warning',
      message: `"${field}" is not templated: it is shown as it stands`,
      fix: 'Templates work in input; write $NAME for what a person fills in',
    }));
}

function forEachText(
  value: JsonValue,
  path: BlockPath,
  visit: (text: string, path: BlockPath) => void,
): void {
  if (typeof value === 'string') {
    if (value.includes('${{')) {
      visit(value, path);
    }
  } else if (Array.isArray(value)) {
    value.forEach((item, index) => forEachText(item, [...path, index], visit));
  } else if (typeof value === 'object' && value !== null) {
    for (const key of Object.keys(value)) {
      forEachText(getOwn(value, key) ?? null, [...path, key], visit);
    }
  }
}

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

import { fenceContent } from '../markdown/document';
import { readDocument, type MarkdownDocument } from '../markdown/document';
import { stepFences } from '../steps';
import type { ActionDescriptor, Effect, Runbook, RunbookStep } from '../types';
import { BlockReader, type BlockPath, type Place } from '../yaml/BlockReader';

/** What the linter is told of the world around a runbook. */
export interface LintOptions {
  /** The actions there are; without them, what needs them is not checked. */
  readonly actions?: readonly ActionDescriptor[];
  /** Names of the configured services. */
  readonly services?: readonly string[];
  /** Whether a path, relative to the folder of the runbook, exists. */
  readonly pathExists?: (relative: string) => boolean;
}

const effectRank: Readonly<Record<Effect, number>> = {
  read: 0,
  idempotent: 1,
  once: 2,
};

/** Whether the first effect is weaker than the second one. */
export function isWeaker(effect: Effect, than: Effect): boolean {
  return effectRank[effect] < effectRank[than];
}

/** A runbook under the linter, with the places of everything in it. */
export class LintContext {
  readonly runbook: Runbook;
  readonly options: LintOptions;
  readonly document: MarkdownDocument;
  readonly #actions: ReadonlyMap<string, ActionDescriptor>;
  readonly #blocks = new Map<number, BlockReader>();

  constructor(runbook: Runbook, options: LintOptions) {
    this.runbook = runbook;
    this.options = options;
    this.document = readDocument(runbook.source);
    this.#actions = new Map(
      options.actions?.map(action => [action.id, action]),
    );
  }

  action(id: string): ActionDescriptor | undefined {
    return this.#actions.get(id);
  }

  /** The stricter of the effects of a step and its action, when one is known. */
  effectOf(step: RunbookStep): Effect | undefined {
    const own = this.action(step.action)?.effect;
    if (own === undefined || step.effect === undefined) {
      return own ?? step.effect;
    }
    return isWeaker(own, step.effect) ? step.effect : own;
  }

  /** The place of a value in a step. */
  placeInStep(step: RunbookStep, path: BlockPath): Place {
    const block = this.#stepBlock(step);
    return block?.placeOfValue(path) ?? { line: step.line, column: 1 };
  }

  /** The place of a key in a step. */
  placeOfStepKey(step: RunbookStep, path: BlockPath): Place {
    const block = this.#stepBlock(step);
    return block?.placeOfKey(path) ?? { line: step.line, column: 1 };
  }

  /** The place of a value in the front matter. */
  placeInFrontMatter(path: BlockPath): Place {
    const { frontMatter } = this.document;
    return typeof frontMatter === 'string'
      ? { line: 1, column: 1 }
      : BlockReader.read(frontMatter).placeOfValue(path);
  }

  #stepBlock(step: RunbookStep): BlockReader | undefined {
    const known = this.#blocks.get(step.line);
    if (known !== undefined) {
      return known;
    }
    const fence = stepFences(this.document).find(
      ({ line }) => line + 1 === step.line,
    );
    if (fence === undefined) {
      return undefined;
    }
    const block = BlockReader.read(fenceContent(this.document.lines, fence));
    this.#blocks.set(step.line, block);
    return block;
  }
}

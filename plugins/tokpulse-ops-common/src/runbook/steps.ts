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

import { fenceContent, type MarkdownDocument } from './markdown/document';
import type { Fence } from './markdown/blocks';
import type { Finding } from './problems';

/** Steps of one runbook. */
export const maxSteps = 200;

const stepInfo = /^yaml[ \t]+step$/;
/** What somebody writes who means a step: `yml step`, `yaml steps`, … */
const nearStepInfo = /^ya?ml[\s:,.{]*steps?\b/i;
const stepFenceLine = /^[\s>]*(?:`{3,}|~{3,})[ \t]*yaml[ \t]+step[ \t]*$/;

/** The step blocks of a document: fences at its top level, and only those. */
export function stepFences(document: MarkdownDocument): readonly Fence[] {
  return document.fences.filter(
    fence => !fence.nested && stepInfo.test(fence.info),
  );
}

/** The text of a step block. */
export function stepContent(document: MarkdownDocument, fence: Fence) {
  return fenceContent(document.lines, fence);
}

/**
 * What is wrong with the fences of a document. Above all, what looks like a
 * step and is none: it would be left out without a word.
 */
export function fenceFindings(document: MarkdownDocument): readonly Finding[] {
  const { fences, lines } = document;
  const findings = fences.flatMap(findingsOfFence);
  const steps = stepFences(document);
  if (steps.length > maxSteps) {
    findings.push({
      line: steps[maxSteps].line + 1,
      column: 1,
      code: 'too-large',
      message: `The runbook has ${steps.length} steps; the limit is ${maxSteps}`,
      fix: 'Split it into several runbooks',
    });
  }
  const isInFence = new Uint8Array(lines.length);
  for (const { line, end } of fences) {
    isInFence.fill(1, line, end + 1);
  }
  lines.forEach((text, index) => {
    const inBody = index >= document.bodyLine && isInFence[index] === 0;
    if (inBody && stepFenceLine.test(text)) {
      findings.push({
        line: index + 1,
        column: 1,
        code: 'step-fence',
        severity: 'warning',
        message:
          'This is text and no step: HTML or indentation comes before it',
        fix: 'Put an empty line before it, and no more than three spaces',
      });
    }
  });
  return findings;
}

function findingsOfFence(fence: Fence): Finding[] {
  const place = { line: fence.line + 1, column: fence.indent + 1 };
  if (fence.nested) {
    return stepInfo.test(fence.info)
      ? [
          {
            ...place,
            code: 'step-fence',
            severity: 'warning',
            message: 'This is no step: it stands in a list, quote or footnote',
            fix: 'Move it to the left margin, after the list or quote',
          },
        ]
      : [];
  }
  if (!fence.closed) {
    return [
      {
        ...place,
        code: 'unclosed-fence',
        message: 'This code block has no end, so all that follows is in it',
        fix: 'Close it with a line of as many backticks or tildes',
      },
    ];
  }
  if (!stepInfo.test(fence.info) && nearStepInfo.test(fence.info)) {
    return [
      {
        ...place,
        code: 'step-fence',
        message: `"${fence.info}" looks like a step, but is none`,
        fix: 'Write "yaml step" and nothing else after the fence',
      },
    ];
  }
  return [];
}

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

import type { z } from 'zod';
import { contentHash } from './contentHash';
import { findingsOfIssue, type BlockKind } from './issues';
import { readDocument, type MarkdownDocument } from './markdown/document';
import { toProblems, type Finding } from './problems';
import {
  approvalSchema,
  frontMatterSchema,
  retrySchema,
  stepSchema,
  undoSchema,
  verifySchema,
  type FrontMatter,
} from './schema';
import { fenceFindings, maxSteps, stepContent, stepFences } from './steps';
import type { ParseResult, RunbookStep } from './types';
import { BlockReader } from './yaml/BlockReader';

/** Characters of a runbook, and of one block in it. */
const maxSourceLength = 1_000_000;
const maxBlockLength = 64_000;

const frontMatterBlock: BlockKind = {
  name: 'the front matter',
  keys: { '': Object.keys(frontMatterSchema.shape) },
};
const stepBlock: BlockKind = {
  name: 'the step',
  keys: {
    '': Object.keys(stepSchema.shape),
    verify: Object.keys(verifySchema.shape),
    undo: Object.keys(undoSchema.shape),
    retry: Object.keys(retrySchema.shape),
    approval: Object.keys(approvalSchema.shape),
  },
};

/**
 * Reads a runbook: its front matter and its `yaml step` blocks. Looks at the
 * text alone; whether actions, services and links exist is for `lintRunbook`.
 * Never throws.
 *
 * @param source - the Markdown, exactly as it is stored
 * @returns the runbook, unless one of the problems is an error
 * @public
 */
export function parseRunbook(
  source: string,
  options: { readonly path: string },
): ParseResult {
  const { path } = options;
  if (source.length > maxSourceLength) {
    const finding = tooLarge(
      1,
      `The file is beyond ${maxSourceLength} characters`,
    );
    return { problems: toProblems([finding], path) };
  }
  const document = readDocument(source);
  const frontMatter = readFrontMatter(document);
  const steps = readSteps(document);
  const problems = toProblems(
    [...frontMatter.findings, ...fenceFindings(document), ...steps.findings],
    path,
  );
  if (
    frontMatter.value === undefined ||
    problems.some(({ severity }) => severity === 'error')
  ) {
    return { problems };
  }
  return {
    runbook: {
      ...frontMatter.value,
      id: runbookId(path),
      body: document.lines.slice(document.bodyLine).join('\n'),
      steps: steps.value,
      contentHash: contentHash(source),
      path,
      source,
    },
    problems,
  };
}

interface Read<T> {
  readonly value: T;
  readonly findings: readonly Finding[];
}

function readFrontMatter(
  document: MarkdownDocument,
): Read<FrontMatter | undefined> {
  const { frontMatter } = document;
  const absent = (finding: Pick<Finding, 'code' | 'message' | 'fix'>) => ({
    value: undefined,
    findings: [{ line: 1, column: 1, ...finding }],
  });
  switch (frontMatter) {
    case 'absent':
      return absent({
        code: 'missing-front-matter',
        message: 'The runbook does not begin with front matter',
        fix: 'Begin the file with --- and a title, category and owner, then ---',
      });
    case 'unclosed':
      return absent({
        code: 'unclosed-fence',
        message: 'The front matter has no end',
        fix: 'End it with a line that is ---',
      });
    default: {
      const block = BlockReader.read(frontMatter);
      return validate(frontMatterSchema, block, frontMatterBlock);
    }
  }
}

function readSteps(document: MarkdownDocument): Read<readonly RunbookStep[]> {
  const findings: Finding[] = [];
  const value: RunbookStep[] = [];
  const lines = new Map<string, number>();
  const fences = stepFences(document).slice(0, maxSteps);
  for (const fence of fences) {
    const line = fence.line + 1;
    const content = stepContent(document, fence);
    if (content.text.length > maxBlockLength) {
      findings.push(
        tooLarge(line, `The step is beyond ${maxBlockLength} characters`),
      );
      continue;
    }
    const block = BlockReader.read(content);
    const step = validate(stepSchema, block, stepBlock);
    findings.push(...step.findings);
    if (step.value === undefined) {
      continue;
    }
    const first = lines.get(step.value.id);
    if (first === undefined) {
      lines.set(step.value.id, line);
    } else {
      findings.push({
        ...block.placeOfValue(['id']),
        code: 'duplicate-step',
        message: `"${step.value.id}" is the id of the step in line ${first}`,
        fix: 'Give each step an id of its own',
      });
    }
    value.push({ ...step.value, line });
  }
  if (fences.length === 0) {
    findings.push({
      line: Math.min(document.bodyLine + 1, document.lines.length),
      column: 1,
      code: 'no-steps',
      severity: 'warning',
      message: 'The runbook has no step, so it can be read and not run',
      fix: 'Add a code block that begins with ```yaml step',
    });
  }
  return { value, findings };
}

function validate<T>(
  schema: z.ZodType<T>,
  block: BlockReader,
  kind: BlockKind,
): Read<T | undefined> {
  if (block.findings.length > 0) {
    return { value: undefined, findings: block.findings };
  }
  const { data, error } = schema.safeParse(block.value);
  const issues = error?.issues ?? [];
  return {
    value: data,
    findings: issues.flatMap(issue => findingsOfIssue(issue, block, kind)),
  };
}

function tooLarge(line: number, message: string): Finding {
  return {
    line,
    column: 1,
    code: 'too-large',
    message,
    fix: 'Split the runbook, or move long data out of it',
  };
}

/** `runbooks/service-down.md` is the runbook `service-down`. */
function runbookId(path: string): string {
  const name = path.split(/[\\/]/).at(-1) ?? path;
  return name.replace(/\.md$/i, '');
}

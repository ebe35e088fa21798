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

import { load } from 'js-yaml';
import { parseRunbook } from '../src/runbook';

const runbookCount = 1_000;
const stepCount = 40;

/** Targets of the issue and of ourselves; see README.md. */
const targets = {
  /** Parsing 1,000 runbooks of 40 steps. */
  parseMilliseconds: 5_000,
  /** Parsing against nothing but reading the YAML of the same blocks. */
  parseToFloor: 4,
};

function stepOf(index: number): string {
  return `id: step${index}
name: Restart the partner app on host ${index}
action: railway:restart
if: steps.health.output.status == "unhealthy"   # "unknown" asks the operator
input:
  service: \${{ service.railway.service }}
  hosts: [api, app, dashboard]
confirm: once
manual: railway redeploy --service "$SERVICE" --yes
verify:
  action: health:check
  input:
    hosts: [api]
    comparedWith: \${{ steps.health.output }}
  until: output.restarted && output.regressions.size() == 0
  within: 3m
ref: [${index + 1}, ${index + 2}]
`;
}

function frontMatterOf(index: number): string {
  return `title: Runbook ${index}
category: emergency-response
severity: P1
owner: group:default/tokpulse-ops
services: [tokpulse]
`;
}

interface Example {
  readonly source: string;
  /** The YAML in it, block by block. */
  readonly blocks: readonly string[];
}

function exampleOf(index: number): Example {
  const frontMatter = frontMatterOf(index);
  const steps = Array.from({ length: stepCount }, (_, step) => stepOf(step));
  const sections = steps.map(
    (step, number) => `## ${number + 1}. Check and restart

Do this when **nothing else** helped, and see [the overview](#overview).

- It takes about a minute.
- Sessions survive it.

| Status | Meaning |
|---|---|
| 503 | unhealthy |

\`\`\`yaml step
${step}\`\`\`
`,
  );
  return {
    source: `---\n${frontMatter}---\n\n# Overview\n\n${sections.join('\n')}`,
    blocks: [frontMatter, ...steps],
  };
}

interface Duration {
  readonly elapsed: number;
  /** Without the time that other programs had the processor. */
  readonly cpu: number;
}

/** Milliseconds of a synchronous run. */
function durationOf(run: () => void): Duration {
  const start = performance.now();
  const cpuStart = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(cpuStart);
  return {
    elapsed: performance.now() - start,
    cpu: (user + system) / 1_000,
  };
}

function measure(examples: readonly Example[]) {
  const parse = durationOf(() => {
    for (const { source } of examples) {
      const { runbook } = parseRunbook(source, { path: 'runbooks/example.md' });
      if (runbook?.steps.length !== stepCount) {
        throw new Error('The example is not a runbook of that many steps');
      }
    }
  });
  const floor = durationOf(() => {
    for (const { blocks } of examples) {
      for (const block of blocks) {
        load(block);
      }
    }
  });
  return { parse, floor };
}

const examples = Array.from({ length: runbookCount }, (_, index) =>
  exampleOf(index),
);
// The first round counts as it is, cold; the ratio takes a warm one of both.
const cold = measure(examples);
const warm = measure(examples);
const ratios = { parseToFloor: warm.parse.cpu / warm.floor.cpu };
const result = {
  name: 'format',
  floor: { yamlMilliseconds: warm.floor.elapsed },
  measured: {
    runbooks: runbookCount,
    steps: runbookCount * stepCount,
    characters: examples.reduce((sum, { source }) => sum + source.length, 0),
    parseMilliseconds: cold.parse.elapsed,
    parseCpuMilliseconds: cold.parse.cpu,
    warmParseMilliseconds: warm.parse.elapsed,
  },
  ratios,
  targets,
  met:
    cold.parse.elapsed < targets.parseMilliseconds &&
    ratios.parseToFloor < targets.parseToFloor,
};

if (process.argv.includes('--json')) {
  process.stdout.write(`${JSON.stringify(result)}\n`);
} else {
  const { measured, floor } = result;
  process.stdout.write(
    [
      `format: ${result.met ? 'targets met' : 'targets missed'}`,
      `  ${
        measured.runbooks
      } runbooks of ${stepCount} steps parsed in ${measured.parseMilliseconds.toFixed(
        0,
      )} ms, cold, of which ${measured.parseCpuMilliseconds.toFixed(
        0,
      )} ms on the processor (target: ${targets.parseMilliseconds} ms)`,
      `  warm: ${measured.warmParseMilliseconds.toFixed(
        0,
      )} ms; the YAML of the same blocks alone: ${floor.yamlMilliseconds.toFixed(
        0,
      )} ms`,
      `  ratio ${ratios.parseToFloor.toFixed(2)} (target: ${
        targets.parseToFloor
      })`,
      '',
    ].join('\n'),
  );
}
process.exitCode = result.met ? 0 : 1;

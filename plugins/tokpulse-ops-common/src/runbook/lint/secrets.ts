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

import type { Finding } from '../problems';
import type { BlockPath, Place } from '../yaml/BlockReader';
import type { LintContext } from './LintContext';

const shapes: readonly {
  readonly name: string;
  readonly pattern: RegExp;
}[] = [
  { name: 'Stripe key', pattern: /\b[sr]k_(?:live|test)_[0-9a-zA-Z]{10,}/ },
  { name: 'Stripe webhook secret', pattern: /\bwhsec_[0-9a-zA-Z]{16,}/ },
  { name: 'Shopify token', pattern: /\bshp(?:at|ss|ca|pa)_[0-9a-fA-F]{16,}/ },
  { name: 'GitHub token', pattern: /\bgh[pousr]_[0-9a-zA-Z]{20,}/ },
  { name: 'GitHub token', pattern: /\bgithub_pat_[0-9a-zA-Z_]{20,}/ },
  { name: 'AWS access key', pattern: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/ },
  { name: 'Google API key', pattern: /\bAIza[0-9a-zA-Z_-]{35}/ },
  { name: 'Slack token', pattern: /\bxox[abeoprs]-[0-9a-zA-Z-]{10,}/ },
  {
    name: 'Slack webhook',
    pattern: /\b(?:https:\/\/)?hooks\.slack\.com\/services\/T[0-9A-Z]/,
  },
  { name: 'npm token', pattern: /\bnpm_[0-9a-zA-Z]{36}/ },
  {
    name: 'SendGrid key',
    pattern: /\bSG\.[0-9a-zA-Z_-]{16,32}\.[0-9a-zA-Z_-]{16,}/,
  },
  { name: 'age key', pattern: /\bAGE-SECRET-KEY-1[0-9A-Z]{20,}/ },
  { name: 'private key', pattern: /-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----/ },
  {
    name: 'JSON Web Token',
    pattern: /\beyJ[0-9a-zA-Z_-]{8,}\.eyJ[0-9a-zA-Z_-]{8,}\.[0-9a-zA-Z_-]{8,}/,
  },
  { name: 'bearer token', pattern: /\b[Bb]earer +[0-9a-zA-Z._~+/-]{20,}/ },
  {
    name: 'password in a URL',
    pattern:
      /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@$<{*]{1,80}:[^\s:/@$<{*][^\s:/@]{0,120}@/,
  },
];

const secretKey =
  /(?:password|passwd|secret|token|api_?key|private_?key|credential)s?$/i;

/** Longer lines are data; nobody writes them, and no pattern should read them. */
const longestLine = 20_000;

/**
 * Secrets that stand in the text: tokens of known shapes anywhere in the file,
 * and values that look random under a key such as `token`. A message never
 * repeats the secret.
 */
export function lintSecrets(context: LintContext): readonly Finding[] {
  const findings: Finding[] = [];
  context.document.lines.forEach((line, index) => {
    const text = line.slice(0, longestLine);
    const shape = shapes.find(({ pattern }) => pattern.test(text));
    if (shape !== undefined) {
      findings.push(
        literalSecret(shape.name, {
          line: index + 1,
          column: text.search(shape.pattern) + 1,
        }),
      );
    }
  });
  const known = new Set(findings.map(({ line }) => line));
  for (const step of context.runbook.steps) {
    forEachSecret(step, [], path => {
      const place = context.placeInStep(step, path);
      if (!known.has(place.line)) {
        findings.push(
          literalSecret(`value of "${String(path.at(-1))}"`, place),
        );
      }
    });
  }
  return findings;
}

function literalSecret(what: string, place: Place): Finding {
  return {
    ...place,
    code: 'literal-secret',
    message: `A ${what} stands in the text: everybody who reads the runbook has it`,
    fix: 'Remove it and rotate it; credentials belong to the service’s configuration',
  };
}

function forEachSecret(
  value: unknown,
  path: BlockPath,
  report: (path: BlockPath) => void,
): void {
  if (typeof value === 'string') {
    if (secretKey.test(String(path.at(-1))) && looksRandom(value)) {
      report(path);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      forEachSecret(item, [...path, key], report);
    }
  }
}

/** Many different characters of several kinds, and no template or variable. */
function looksRandom(text: string): boolean {
  if (text.length < 12 || /[\s$<{*]/.test(text)) {
    return false;
  }
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/];
  const variety = kinds.filter(kind => kind.test(text)).length;
  return variety >= 2 && /[0-9]/.test(text) && entropy(text) >= 3;
}

/** Shannon entropy, in bits per character. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) {
    counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  return [...counts.values()]
    .map(count => count / text.length)
    .reduce((bits, share) => bits - share * Math.log2(share), 0);
}

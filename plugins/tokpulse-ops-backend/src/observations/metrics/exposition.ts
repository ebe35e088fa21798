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

/** One sample of a metrics page. */
export interface MetricSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Null when the value is not a finite number; `text` says what it is. */
  readonly value: number | null;
  /** The value as it was written. */
  readonly text: string;
  readonly type?: string;
  /** What the page says that it is. */
  readonly help?: string;
}

/** A line that is not valid Prometheus text. */
export interface ExpositionProblem {
  /** 1-based. */
  readonly line: number;
  readonly problem: string;
}

/** What a metrics page says, and what is wrong with it. */
export interface Exposition {
  readonly samples: readonly MetricSample[];
  /** The first 50. */
  readonly problems: readonly ExpositionProblem[];
  readonly problemCount: number;
}

const MAX_PROBLEMS = 50;
const TYPES = ['counter', 'gauge', 'histogram', 'summary', 'untyped'];
const COMMENT = /^#\s*(HELP|TYPE)\s+([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\s+(.*))?$/;
const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*/;
const VALUE = /^(\S+)(?:\s+(-?\d+))?\s*$/;

/**
 * Reads Prometheus text format 0.0.4 from a page that may break its rules. A
 * strict parser rejects such a page whole; this one keeps every sample that can
 * be understood and reports every line that is wrong, repeated HELP and TYPE
 * lines and a missing last line feed included.
 */
export function parseExposition(text: string): Exposition {
  const samples: MetricSample[] = [];
  const problems: ExpositionProblem[] = [];
  let problemCount = 0;
  const types = new Map<string, string>();
  const helps = new Map<string, string>();
  const seen = new Set<string>();
  const series = new Set<string>();

  const report = (line: number, problem: string) => {
    problemCount += 1;
    if (problems.length < MAX_PROBLEMS) {
      problems.push({ line, problem });
    }
  };

  const lines = text.split('\n');
  lines.forEach((raw, index) => {
    const line = raw.trim();
    const number = index + 1;
    if (line === '') {
      return;
    }
    if (line.startsWith('#')) {
      const comment = COMMENT.exec(line);
      if (!comment) {
        if (/^#\s*ERROR\b/i.test(line)) {
          report(number, 'the page reports an error of its own');
        }
        return;
      }
      const [, kind, name, rest = ''] = comment;
      const key = `${kind} ${name}`;
      if (seen.has(key)) {
        report(number, `second ${kind} line for ${name}`);
      }
      seen.add(key);
      if (kind === 'TYPE') {
        if (!TYPES.includes(rest)) {
          report(number, `unknown type for ${name}`);
        }
        types.set(name, rest);
      } else {
        helps.set(name, unescapeLabel(rest));
      }
      return;
    }
    const sample = parseSample(line);
    if (typeof sample === 'string') {
      report(number, sample);
      return;
    }
    const key = `${sample.name}${JSON.stringify(
      Object.entries(sample.labels).sort(),
    )}`;
    if (series.has(key)) {
      report(number, `${sample.name} has this combination of labels twice`);
    }
    series.add(key);
    const family = familyOf(sample.name, types);
    const type = types.get(family);
    const help = helps.get(family);
    samples.push({
      ...sample,
      ...(type !== undefined && { type }),
      ...(help && { help }),
    });
  });
  if (text !== '' && !text.endsWith('\n')) {
    report(lines.length, 'the last line does not end with a line feed');
  }
  return { samples, problems, problemCount };
}

/** Buckets, sums and counts carry the name of their family and a suffix. */
function familyOf(name: string, types: ReadonlyMap<string, string>): string {
  const family = /^(.+)_(bucket|sum|count)$/.exec(name)?.[1];
  return family !== undefined &&
    !types.has(name) &&
    ['histogram', 'summary'].includes(types.get(family) ?? '')
    ? family
    : name;
}

/** A sample, or what is wrong with the line. */
function parseSample(line: string): MetricSample | string {
  const name = NAME.exec(line)?.[0];
  if (name === undefined) {
    return 'not a metric name';
  }
  const rest = line.slice(name.length);
  const labels = rest.startsWith('{')
    ? parseLabels(rest)
    : { labels: {}, length: 0 };
  if (typeof labels === 'string') {
    return labels;
  }
  const value = VALUE.exec(rest.slice(labels.length).trim());
  if (!value) {
    return `${name} has no value`;
  }
  const text = value[1];
  const parsed = parseValue(text);
  if (parsed === undefined) {
    return `${name} has a value that is not a number`;
  }
  return { name, labels: labels.labels, value: parsed, text };
}

function parseValue(text: string): number | null | undefined {
  if (/^([+-]?Inf(inity)?|NaN)$/i.test(text)) {
    return null;
  }
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)
    ? Number(text)
    : undefined;
}

interface Labels {
  readonly labels: Record<string, string>;
  /** Characters up to and with the closing brace. */
  readonly length: number;
}

/** A scanner, because a label's value may hold braces, commas and quotes. */
function parseLabels(text: string): Labels | string {
  const labels: Record<string, string> = Object.create(null);
  let at = 1;
  for (;;) {
    at = skip(text, at, /[\s,]/);
    if (text[at] === '}') {
      return { labels: { ...labels }, length: at + 1 };
    }
    const label = /^[a-zA-Z_][a-zA-Z0-9_]*/.exec(text.slice(at))?.[0];
    if (label === undefined) {
      return 'labels that cannot be read';
    }
    at = skip(text, at + label.length, /\s/);
    if (text[at] !== '=') {
      return `no value for the label ${label}`;
    }
    at = skip(text, at + 1, /\s/);
    const end = text[at] === '"' ? endOfString(text, at + 1) : -1;
    if (end < 0) {
      return `no closed quotes round the label ${label}`;
    }
    labels[label] = unescapeLabel(text.slice(at + 1, end));
    at = end + 1;
  }
}

function skip(text: string, from: number, what: RegExp): number {
  let at = from;
  while (at < text.length && what.test(text[at])) {
    at += 1;
  }
  return at;
}

function endOfString(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') {
      at += 1;
    } else if (text[at] === '"') {
      return at;
    }
  }
  return -1;
}

function unescapeLabel(text: string): string {
  return text.replace(/\\(["\\n])/g, (_, escaped: string) =>
    escaped === 'n' ? '\n' : escaped,
  );
}

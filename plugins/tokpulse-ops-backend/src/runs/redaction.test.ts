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

import fc from 'fast-check';
import { createRedactor, REDACTED } from './redaction';

const secretArbitrary = fc
  .string({ unit: 'grapheme', minLength: 6, maxLength: 40 })
  .filter(text => text.trim().length >= 6);

/** What a program may make of a secret before it prints it. */
const writings: readonly ((secret: string, around: string) => string)[] = [
  secret => secret,
  secret => Buffer.from(secret).toString('base64'),
  secret => Buffer.from(secret).toString('base64url'),
  secret => Buffer.from(secret).toString('hex'),
  secret => Buffer.from(secret).toString('hex').toUpperCase(),
  secret => JSON.stringify(secret),
  secret => JSON.stringify(JSON.stringify({ secret })),
];

describe('createRedactor', () => {
  it('removes a secret however it is written, wherever it stands', () => {
    fc.assert(
      fc.property(
        secretArbitrary,
        fc.string({ maxLength: 20 }),
        fc.string({ maxLength: 20 }),
        fc.constantFrom(...writings),
        (secret, before, after, write) => {
          const written = write(secret, before);
          const redactor = createRedactor({ secrets: [secret] });
          const output = redactor.text(`${before} ${written} ${after}`);
          expect(output).not.toContain(secret);
          expect(output).toContain(REDACTED);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('removes it from inside longer base64, at every alignment', () => {
    const secret = 'sk_live_51Hb2cKf9QxYz';
    const redactor = createRedactor({ secrets: [secret] });
    for (const user of ['', 'u', 'us', 'usr', 'user']) {
      const basic = Buffer.from(`${user}:${secret}:tail`).toString('base64');
      const output = redactor.text(`Authorization: Basic ${basic}`);
      const left = output.replace('Authorization: Basic ', '');
      // What is left decodes to less than the first or last four characters.
      const decoded = left
        .split(REDACTED)
        .map(part => Buffer.from(part, 'base64').toString('latin1'))
        .join(' ');
      expect(output).toContain(REDACTED);
      expect(decoded).not.toContain(secret.slice(2, -2));
    }
  });

  it('gives the same result for every way of cutting a text into chunks', () => {
    const redactor = createRedactor({ secrets: ['abcabd', 'cabdz'] });
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.constantFrom('abcabd', 'abcabd', 'cabd', 'ab', 'abc', 'zz'),
            fc.string({ maxLength: 4 }),
          ),
          { maxLength: 12 },
        ),
        fc.array(fc.nat({ max: 40 }), { maxLength: 8 }),
        (parts, cuts) => {
          const text = parts.join('');
          const stream = redactor.stream();
          let output = '';
          let from = 0;
          for (const cut of [...cuts].sort((a, b) => a - b)) {
            output += stream.write(text.slice(from, Math.max(cut, from)));
            from = Math.max(cut, from);
          }
          output += stream.write(text.slice(from)) + stream.end();
          expect(output).toBe(redactor.text(text));
          expect(output).not.toContain('abcabd');
        },
      ),
      { numRuns: 10_000 },
    );
  });

  it('holds back only what may begin a secret', () => {
    const stream = createRedactor({ secrets: ['hunter2hunter2'] }).stream();
    expect(stream.write('password is hun')).toBe('password is ');
    expect(stream.write('gry')).toBe('hungry');
    expect(stream.write(' and hunter2hunte')).toBe(' and ');
    expect(stream.write('r2 it was')).toBe(`${REDACTED} it was`);
    expect(stream.end()).toBe('');
  });

  it('covers secrets that overlap with one mark', () => {
    const redactor = createRedactor({ secrets: ['aaaaaa', 'aaab-secret'] });
    expect(redactor.text(`x${'a'.repeat(500)}b-secret!`)).toBe(`x${REDACTED}!`);
  });

  it('removes percent-encoded secrets in either case', () => {
    const secret = "p/ss wörd!'";
    const redactor = createRedactor({ secrets: [secret] });
    const encoded = encodeURIComponent(secret);
    for (const written of [
      encoded,
      encoded.toLowerCase(),
      encoded.replaceAll('%20', '+'),
      new URLSearchParams({ secret }).toString().slice('secret='.length),
    ]) {
      expect(redactor.text(`?q=${written}&x`)).toBe(`?q=${REDACTED}&x`);
    }
  });

  it('takes every line of a secret with several lines as a secret', () => {
    const key = '-----BEGIN KEY-----\nMIIEvQIBADANBg\n-----END KEY-----';
    const redactor = createRedactor({ secrets: [key] });
    expect(redactor.text(key)).toBe(REDACTED);
    expect(redactor.text('line: MIIEvQIBADANBg')).toBe(`line: ${REDACTED}`);
  });

  it('reaches into JSON: texts, names of properties, numbers', () => {
    const redactor = createRedactor({ secrets: ['1234567', 'topsecret'] });
    expect(
      redactor.json({
        'a topsecret key': ['x topsecret', 1234567, 12, null, true],
      }),
    ).toEqual({
      [`a ${REDACTED} key`]: [`x ${REDACTED}`, REDACTED, 12, null, true],
    });
  });

  it('leaves ordinary text alone although a secret is very short', () => {
    const redactor = createRedactor({ secrets: ['abc', ''] });
    expect(redactor.text('abcdef')).toBe('abcdef');
  });

  it('searches ten megabytes for a hundred secrets in a second', () => {
    const secrets = Array.from(
      { length: 100 },
      (_, index) => `secret-${index}-${'k'.repeat(24)}-${index * 7919}`,
    );
    const redactor = createRedactor({ secrets });
    const line = 'GET /api/orders?secret=none kkkk secret-1 200 12ms '.repeat(
      2,
    );
    const started = performance.now();
    for (let size = 0; size < 10_000_000; size += line.length) {
      redactor.text(line);
    }
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

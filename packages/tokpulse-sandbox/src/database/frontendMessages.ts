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

/**
 * Cuts a byte stream of the PostgreSQL protocol (version 3, see "Frontend/
 * Backend Protocol" in the PostgreSQL documentation) into whole messages.
 */
export class MessageReader {
  #rest: Buffer = Buffer.alloc(0);
  /** Length of the type byte: 0 until the start-up packet has passed. */
  #typeBytes: 0 | 1;

  constructor(options: { startsWith: 'startup packet' | 'typed messages' }) {
    this.#typeBytes = options.startsWith === 'startup packet' ? 0 : 1;
  }

  add(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
  }

  /** The next whole message, or undefined until more bytes arrive. */
  next(): Buffer | undefined {
    const header = this.#typeBytes + 4;
    if (this.#rest.length < header) {
      return undefined;
    }
    const length = this.#typeBytes + this.#rest.readInt32BE(this.#typeBytes);
    if (this.#rest.length < length) {
      return undefined;
    }
    const message = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    // A request for TLS comes before the real start-up packet.
    if (this.#typeBytes === 0 && !isTlsRequest(message)) {
      this.#typeBytes = 1;
    }
    return message;
  }
}

const tlsRequestCode = 80877103;

export function isTlsRequest(message: Buffer): boolean {
  return message.length === 8 && message.readInt32BE(4) === tlsRequestCode;
}

export function typeOf(message: Buffer): string {
  return String.fromCharCode(message[0]);
}

/** A simple query. */
export function query(sql: string): Buffer {
  const text = Buffer.from(`${sql}\0`, 'utf8');
  const message = Buffer.alloc(5 + text.length);
  message.write('Q');
  message.writeInt32BE(4 + text.length, 1);
  text.copy(message, 5);
  return message;
}

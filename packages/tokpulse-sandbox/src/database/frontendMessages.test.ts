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

import { isTlsRequest, MessageReader, query, typeOf } from './frontendMessages';

function startupPacket(): Buffer {
  const packet = Buffer.alloc(9);
  packet.writeInt32BE(9, 0);
  packet.writeInt32BE(196608, 4);
  return packet;
}

describe('MessageReader', () => {
  it('cuts whole messages out of chunks of any size', () => {
    const tls = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
    const stream = Buffer.concat([
      tls,
      startupPacket(),
      query('SELECT 1'),
      query("SELECT 'ü'"),
    ]);
    for (const size of [1, 2, 3, 7, stream.length]) {
      const reader = new MessageReader({ startsWith: 'startup packet' });
      const messages: Buffer[] = [];
      for (let at = 0; at < stream.length; at += size) {
        reader.add(stream.subarray(at, at + size));
        for (let each = reader.next(); each; each = reader.next()) {
          messages.push(Buffer.from(each));
        }
      }
      expect(Buffer.concat(messages)).toEqual(stream);
      expect(messages.map(isTlsRequest)).toEqual([true, false, false, false]);
      expect(messages.slice(2).map(typeOf)).toEqual(['Q', 'Q']);
    }
  });
});

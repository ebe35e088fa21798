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

import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { z } from 'zod';

/**
 * How the provider fails: it says no, its answer is lost before or after the
 * effect, or what was done does not show.
 */
export type Manner = 'refuse' | 'lose-before' | 'lose-after' | 'unseen';

const requestSchema = z.object({
  /** The idempotency key: run, step and, with `each`, item. */
  key: z.string(),
  account: z.string(),
  stepId: z.string(),
  effect: z.enum(['read', 'idempotent', 'once']),
  value: z.json().optional(),
  /** Receipt of the effect that this one takes back. */
  takesBack: z.string().optional(),
});

/** What an action asks the provider for. */
export type LedgerRequest = z.infer<typeof requestSchema>;

/** Something that was really done. */
export interface LedgerEntry extends LedgerRequest {
  /** Names it for whoever wants to see it or to take it back. */
  readonly receipt: string;
}

/** What goes wrong with a step of an account, or with one item of it. */
export interface Failing {
  readonly account: string;
  readonly stepId: string;
  /** Position of the item that fails; default: the step itself. */
  readonly item?: number;
  readonly manner: Manner;
  /** So many times; default: until it is mended. */
  readonly times?: number;
  /** Requests with this value are served: an edited input helps. */
  readonly unless?: string;
}

/** Called while a request is in the provider; a promise holds it there. */
export type InEffect = (
  place: 'in-effect-before' | 'in-effect-after',
  request: LedgerRequest,
) => Promise<void> | undefined;

/** The provider of the drill: it fails on demand, and its ledger does not lie. */
export interface DrillLedger {
  readonly url: string;
  readonly entries: readonly LedgerEntry[];
  /** How often the effect with this key happened. */
  count(key: string): number;
  /** The last value that somebody asked for under this key. */
  lastValue(key: string): LedgerRequest['value'];
  fail(failing: Failing): void;
  /** From now on the account is served. */
  mend(account: string): void;
  /** A negative control: writes an entry a second time. */
  double(key: string): void;
  stop(): Promise<void>;
}

interface Fault extends Failing {
  left: number;
}

/** Starts the provider on a free port of this machine. */
export async function startDrillLedger(options: {
  readonly inEffect: InEffect;
}): Promise<DrillLedger> {
  const entries: LedgerEntry[] = [];
  const values = new Map<string, LedgerRequest['value']>();
  const faults = new Map<string, Fault>();

  const faultOf = (request: LedgerRequest): Fault | undefined => {
    const fault = faults.get(request.account);
    const item = itemOf(request.key);
    return fault !== undefined &&
      fault.left > 0 &&
      fault.stepId === request.stepId &&
      fault.item === item &&
      (fault.unless === undefined || fault.unless !== request.value)
      ? fault
      : undefined;
  };

  const happen = (request: LedgerRequest): LedgerEntry | undefined => {
    if (request.effect === 'read') {
      return undefined;
    }
    const entry = { ...request, receipt: `receipt of ${request.key}` };
    const known = entries.findIndex(({ key }) => key === request.key);
    if (request.effect === 'idempotent' && known >= 0) {
      entries[known] = entry;
    } else {
      entries.push(entry);
    }
    return entry;
  };

  const serve = async (
    request: LedgerRequest,
    incoming: IncomingMessage,
    response: ServerResponse,
  ) => {
    values.set(request.key, request.value);
    const gone = new Promise<'gone'>(resolve =>
      incoming.socket.once('close', () => resolve('gone')),
    );
    const before = options.inEffect('in-effect-before', request);
    if (
      before !== undefined &&
      (await Promise.race([before, gone])) === 'gone'
    ) {
      return;
    }
    const fault = faultOf(request);
    if (fault !== undefined) {
      fault.left -= 1;
    }
    const happens = !['refuse', 'lose-before'].includes(fault?.manner ?? '');
    const entry = happens ? happen(request) : undefined;
    const after = options.inEffect('in-effect-after', request);
    if (after !== undefined && (await Promise.race([after, gone])) === 'gone') {
      return;
    }
    const manner = fault?.manner;
    switch (manner) {
      case 'lose-before':
      case 'lose-after':
        incoming.socket.destroy();
        return;
      case 'refuse':
        response.statusCode = 409;
        response.end(JSON.stringify({ message: 'The account is locked' }));
        return;
      case 'unseen':
      case undefined:
        response.end(JSON.stringify({ receipt: entry?.receipt ?? 'nothing' }));
        return;
      default:
        throw new Error(`Unexpected manner '${manner satisfies never}'`);
    }
  };

  const isSeen = (account: string, receipt: string) => {
    const fault = faults.get(account);
    const entry = entries.find(one => one.receipt === receipt);
    return (
      entry !== undefined &&
      !(
        fault?.manner === 'unseen' &&
        fault.stepId === entry.stepId &&
        fault.unless !== entry.value
      )
    );
  };

  const server = createServer(async (incoming, response) => {
    const url = new URL(incoming.url ?? '/', 'http://ledger');
    const given = (name: string) => url.searchParams.get(name) ?? '';
    switch (url.pathname) {
      case '/effects': {
        const chunks: Buffer[] = [];
        for await (const chunk of incoming) {
          chunks.push(chunk);
        }
        const text = Buffer.concat(chunks).toString('utf8');
        await serve(requestSchema.parse(JSON.parse(text)), incoming, response);
        return;
      }
      case '/seen':
        response.end(
          JSON.stringify({ seen: isSeen(given('account'), given('receipt')) }),
        );
        return;
      case '/count': {
        const count = entries.filter(({ key }) => key === given('key')).length;
        response.end(JSON.stringify({ count }));
        return;
      }
      default:
        response.statusCode = 404;
        response.end();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('The ledger has no port');
  }
  return {
    url: `http://127.0.0.1:${address.port}`,
    entries,
    count: key => entries.filter(entry => entry.key === key).length,
    lastValue: key => values.get(key),
    fail: failing =>
      faults.set(failing.account, {
        ...failing,
        left: failing.times ?? Number.POSITIVE_INFINITY,
      }),
    mend: account => faults.delete(account),
    double(key) {
      const entry = entries.find(one => one.key === key);
      if (entry === undefined) {
        throw new Error(`The ledger has no entry '${key}'`);
      }
      entries.push(entry);
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The third part of a key is the position of an item. */
function itemOf(key: string): number | undefined {
  const [, , item] = key.split(':');
  return item === undefined ? undefined : Number(item);
}

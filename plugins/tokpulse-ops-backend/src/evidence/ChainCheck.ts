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

import type { EvidenceVerification } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { eventMac, type ChainedContent } from './chainEvents';
import type { AnchoredHead } from './CheckpointStore';
import type { EventHead } from './EventHead';

/** One row of `run_events`, as it is there now. */
export interface StoredEvent {
  readonly content: ChainedContent;
  /** Null for an event from before evidence began. */
  readonly mac: Buffer | null;
}

/** The first event that is not what it was, or that should be there. */
export type FirstBad = NonNullable<EvidenceVerification['firstBad']>;

/**
 * Follows the chain of one run, event by event in their order, and holds it
 * against the row of the run and against what was anchored.
 */
export class ChainCheck {
  readonly #key: Buffer;
  readonly #head: EventHead;
  readonly #anchors: ReadonlyMap<number, readonly AnchoredHead[]>;
  readonly #lastAnchored: number;
  #previous: Buffer | null = null;
  #seq = 0;
  #chained = 0;
  #agreedUntil = 0;

  constructor(options: {
    readonly key: Buffer;
    readonly head: EventHead;
    readonly anchors: readonly AnchoredHead[];
    /** The last event that retention has removed; the chain begins behind it. */
    readonly removed?: { readonly seq: number; readonly mac: string | null };
  }) {
    this.#key = options.key;
    this.#head = options.head;
    const anchors = new Map<number, AnchoredHead[]>();
    for (const anchor of options.anchors) {
      anchors.set(anchor.seq, [...(anchors.get(anchor.seq) ?? []), anchor]);
    }
    this.#anchors = anchors;
    this.#lastAnchored = options.anchors.reduce(
      (last, { seq }) => Math.max(last, seq),
      0,
    );
    const { removed } = options;
    if (removed !== undefined) {
      this.#seq = removed.seq;
      this.#agreedUntil = removed.seq;
      this.#previous =
        removed.mac === null ? null : Buffer.from(removed.mac, 'hex');
    }
  }

  /** Number of events seen that have a code. */
  get chained(): number {
    return this.#chained;
  }

  /** @returns what is wrong with where the chain begins, if anything is */
  begin(): FirstBad | undefined {
    const other = this.#anchors
      .get(this.#seq)
      ?.find(({ mac }) => mac !== this.#previous?.toString('hex'));
    return other === undefined
      ? undefined
      : edited(
          this.#seq,
          `It is on record as removed, but what was anchored of it at ${other.at} is another one`,
        );
  }

  /**
   * @param next - the event after this one, which tells an edited event from an
   * inserted one
   * @returns what is wrong with it, if anything is
   */
  check(
    event: StoredEvent,
    next: StoredEvent | undefined,
  ): FirstBad | undefined {
    const expected = this.#seq + 1;
    const { seq } = event.content;
    if (seq !== expected) {
      return missing(expected, seq);
    }
    if (seq > this.#head.seq) {
      return inserted(
        seq,
        `the run was at event ${this.#head.seq} when it was last written`,
      );
    }
    const bad = this.#checkCode(event, next) ?? this.#checkAnchors(event);
    if (bad === undefined) {
      this.#seq = seq;
      this.#previous = event.mac;
      this.#chained += event.mac === null ? 0 : 1;
    }
    return bad;
  }

  /** @returns what is wrong with the end of the chain, if anything is */
  end(): FirstBad | undefined {
    const seq = this.#seq + 1;
    if (this.#head.seq > this.#seq) {
      return tailCut(seq, `the run was at event ${this.#head.seq}`);
    }
    if (this.#lastAnchored > this.#seq) {
      return tailCut(seq, `event ${this.#lastAnchored} was anchored`);
    }
    if (!sameMac(this.#head.mac, this.#previous)) {
      return tailCut(seq, 'the run ended with another event');
    }
    return undefined;
  }

  #checkCode(
    event: StoredEvent,
    next: StoredEvent | undefined,
  ): FirstBad | undefined {
    const { seq } = event.content;
    if (event.mac === null) {
      return this.#previous === null
        ? undefined
        : inserted(seq, 'it has no code, unlike those before it');
    }
    if (this.#fits(event.content, event.mac, this.#previous)) {
      return undefined;
    }
    return next !== undefined && this.#skips(next)
      ? inserted(seq, 'the one after it follows the one before it')
      : edited(seq, 'Its code does not fit what it says');
  }

  /** Whether the chain goes on with this event as if one was put before it. */
  #skips({ content, mac }: StoredEvent): boolean {
    return (
      mac !== null &&
      [content.seq, content.seq - 1].some(seq =>
        this.#fits({ ...content, seq }, mac, this.#previous),
      )
    );
  }

  #checkAnchors({ content, mac }: StoredEvent): FirstBad | undefined {
    const { seq } = content;
    const anchors = this.#anchors.get(seq);
    if (anchors === undefined) {
      return undefined;
    }
    const other = anchors.find(anchor => anchor.mac !== mac?.toString('hex'));
    if (other === undefined) {
      this.#agreedUntil = seq;
      return undefined;
    }
    const from = this.#agreedUntil + 1;
    const where =
      from === seq ? `Event ${seq}` : `Event ${from} or a later one`;
    return {
      seq: from,
      problem: 'edited',
      message: `${where} was written anew: what was anchored of event ${seq} at ${other.at} is not what is there`,
    };
  }

  #fits(
    content: ChainedContent,
    mac: Buffer,
    previous: Buffer | null,
  ): boolean {
    return eventMac({ key: this.#key, previous, content }).equals(mac);
  }
}

function sameMac(one: Buffer | null, other: Buffer | null): boolean {
  return one === null || other === null ? one === other : one.equals(other);
}

function missing(seq: number, found: number): FirstBad {
  return {
    seq,
    problem: 'missing',
    message: `Event ${seq} is missing: the next one is ${found}`,
  };
}

function inserted(seq: number, because: string): FirstBad {
  return {
    seq,
    problem: 'inserted',
    message: `Event ${seq} was inserted: ${because}`,
  };
}

function edited(seq: number, because: string): FirstBad {
  return {
    seq,
    problem: 'edited',
    message: `Event ${seq} was edited. ${because}`,
  };
}

function tailCut(seq: number, because: string): FirstBad {
  return {
    seq,
    problem: 'tail-cut',
    message: `The events end before ${seq}, and ${because}`,
  };
}

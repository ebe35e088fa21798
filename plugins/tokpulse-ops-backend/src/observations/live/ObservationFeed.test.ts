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

import { mockServices } from '@backstage/backend-test-utils';
import type { ObservationNotice } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { incidentsChannel } from '../../incidents/incidentsChannel';
import type { Subscription } from '../../runs/Listener';
import type { SavedObservation } from '../ObservationStore';
import { observationsChannel } from '../store/observationsChannel';
import { ObservationFeed } from './ObservationFeed';

const at = new Date('2026-11-24T14:00:00Z');

/** A feed over a connection and a store that the test holds. */
async function world() {
  const channels = new Map<string, Subscription>();
  const listener = {
    connected: true,
    subscribe: async (subscription: Subscription) => {
      channels.set(subscription.channel, subscription);
      return async () => {
        channels.delete(subscription.channel);
      };
    },
  };
  const reads: string[][] = [];
  const stored = new Map<string, SavedObservation>();
  const save = (service: string, minutes: number) =>
    stored.set(service, {
      ...{ service, status: 'healthy', summary: '', hosts: [], readings: [] },
      ...{ metrics: [], latest: {}, nextInMs: 1, sinceOf: {} },
      ...{ since: at, nextAt: at, at: new Date(at.getTime() + minutes) },
    });
  const feed = new ObservationFeed({
    listener,
    store: {
      latest: async services => {
        reads.push([...services]);
        return new Map(
          [...stored].filter(([service]) => services.includes(service)),
        );
      },
    },
    logger: mockServices.logger.mock(),
  });
  await feed.open();
  const stop = new AbortController();
  const follow = (...services: string[]) => {
    const notices = feed.follow({ services, signal: stop.signal });
    // The first one is asked for at once, as a stream does.
    const first = notices.next();
    return { notices, first };
  };
  return { feed, channels, reads, save, stop, follow };
}

const heard = (channels: ReadonlyMap<string, Subscription>) => ({
  observation: (...services: string[]) =>
    channels.get(observationsChannel)?.onNotification(JSON.stringify(services)),
  incident: (service: string) =>
    channels.get(incidentsChannel)?.onNotification(service),
});

describe('ObservationFeed', () => {
  it('reads once for all who follow, and tells each of their services only', async () => {
    const { feed, channels, reads, save, follow } = await world();
    save('shop', 1);
    save('other', 2);
    const both = follow('shop', 'other');
    const one = follow('other');
    heard(channels).observation('shop', 'other', 'nobody-follows');
    expect((await both.first).value).toMatchObject({ service: 'shop' });
    expect((await one.first).value).toEqual({
      service: 'other',
      at: '2026-11-24T14:00:00.002Z',
      what: 'observation',
      status: 'healthy',
    });
    expect(reads).toEqual([['shop', 'other']]);
    await feed.close();
  });

  it('gives a slow reader the latest of each kind, in the order of the news', async () => {
    const { feed, channels, save, follow } = await world();
    save('shop', 1);
    const { notices, first } = follow('shop');
    const tell = heard(channels);
    tell.observation('shop');
    await first;
    for (let reading = 2; reading <= 4; reading += 1) {
      save('shop', reading);
      tell.observation('shop');
    }
    tell.incident('shop');
    const next = [(await notices.next()).value, (await notices.next()).value];
    expect(next).toMatchObject([
      { what: 'observation', at: '2026-11-24T14:00:00.004Z' },
      { what: 'incident' },
    ] satisfies Partial<ObservationNotice>[]);
    await feed.close();
  });

  it('finds what was missed after a gap, and nothing twice', async () => {
    const { feed, channels, save, follow } = await world();
    save('shop', 1);
    const { notices, first } = follow('shop');
    channels.get(observationsChannel)?.onReconnect();
    expect((await first).value).toMatchObject({ service: 'shop' });
    channels.get(observationsChannel)?.onReconnect();
    save('shop', 2);
    const next = notices.next();
    channels.get(observationsChannel)?.onReconnect();
    expect((await next).value).toMatchObject({
      at: '2026-11-24T14:00:00.002Z',
    });
    await feed.close();
  });

  it('ends when its reader leaves, and when the process stops', async () => {
    const { feed, channels, stop, follow } = await world();
    const { first } = follow('shop');
    stop.abort();
    expect(await first).toEqual({ done: true, value: undefined });
    await feed.close();
    expect(channels.size).toBe(0);
  });
});

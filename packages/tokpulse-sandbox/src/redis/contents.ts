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

import { createHash } from 'node:crypto';
import { Redis } from 'ioredis';

/** Prefix of the keys that hold one signed-in person's session each. */
export const sessionPrefix = 'sess:';
export const sessionCount = 420;

const day = 24 * 60 * 60;

/**
 * Fills an empty Redis with what shares one logical database in practice:
 * sessions among a queue, rate-limit counters, caches and dead letters.
 */
export async function fillRedis(redis: Redis): Promise<void> {
  const batch = redis.pipeline();

  for (let i = 1; i <= sessionCount; i += 1) {
    const session = {
      cookie: { originalMaxAge: 14 * day * 1000, httpOnly: true, path: '/' },
      userId: `c${md5(`user${i}`).slice(0, 24)}`,
      shop: `shop-${i}.myshopify.com`,
    };
    batch.set(
      `${sessionPrefix}${md5(`session${i}`)}`,
      JSON.stringify(session),
      'EX',
      3600 + ((i * 7919) % (14 * day)),
    );
  }

  for (const queue of ['webhooks', 'catalog-sync']) {
    batch.set(`bull:${queue}:id`, '5120');
    batch.hset(`bull:${queue}:meta`, 'opts.maxLenEvents', '10000');
    for (let i = 1; i <= 60; i += 1) {
      batch.hset(`bull:${queue}:${5060 + i}`, {
        name: queue === 'webhooks' ? 'orders/create' : 'sync',
        data: JSON.stringify({ store: i }),
        timestamp: '1767225600000',
        attemptsMade: '0',
      });
      batch.rpush(`bull:${queue}:wait`, `${5060 + i}`);
    }
    batch.zadd(`bull:${queue}:failed`, 1767225600000, '5044');
    batch.zadd(`bull:${queue}:delayed`, 1767229200000, '5101');
  }

  for (let i = 1; i <= 90; i += 1) {
    batch.set(`rl:api:203.0.113.${i}`, `${(i * 13) % 100}`, 'EX', 900);
  }
  for (let i = 1; i <= 150; i += 1) {
    batch.set(`cache:catalog:${i}`, `{"items":${(i * 31) % 800}}`, 'EX', day);
  }
  for (let i = 1; i <= 12; i += 1) {
    batch.rpush('tokpulse:dlq:webhooks', JSON.stringify({ id: i, tries: 5 }));
  }
  batch.set('lock:billing-cron', 'partner-app', 'EX', day);

  for (const [error] of (await batch.exec()) ?? []) {
    if (error) {
      throw error;
    }
  }
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

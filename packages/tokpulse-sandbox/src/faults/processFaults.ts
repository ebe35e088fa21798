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

import { HostProcess } from '../processes/HostProcess';
import { waitFor } from '../processes/waitFor';
import { partnerAppImages } from '../railway/images';
import { Parts } from '../sandbox/World';
import { countSetting, Fault, numberSetting } from './Fault';

/** The partner app dies of an uncaught error. */
export function crash({ partnerApp }: Parts): Fault {
  let victim: HostProcess | undefined;
  const isActive = () =>
    victim !== undefined &&
    partnerApp.active?.process === victim &&
    partnerApp.active.status === 'CRASHED';
  return {
    name: 'crash',
    title: 'Crashed process',
    description:
      'The partner app dies of an uncaught error. The platform marks the deployment CRASHED and leaves it down; the host answers 502 from the edge.',
    cure: 'Restart the deployment.',
    isActive,
    async induce() {
      const { process } = partnerApp;
      if (process) {
        victim = process;
        await process.induce('crash', true);
        await waitFor(isActive, { withinMs: 5_000, what: 'The crash' });
      }
    },
    async clear() {
      const { active } = partnerApp;
      if (isActive() && active) {
        await partnerApp.restart(active).done;
      }
    },
  };
}

/** The heap of the partner app fills up. */
export function memoryLeak(parts: Parts): Fault {
  return insideProcess(parts, {
    name: 'memory-leak',
    title: 'Memory leak',
    description:
      'The heap of the partner app really grows until the memory check is unhealthy: /health and /ready answer 503 while requests still work.',
    cure: 'Restart the deployment.',
  });
}

/** All connections of the partner app's pool are held. */
export function poolExhausted(parts: Parts): Fault {
  return insideProcess(parts, {
    name: 'pool-exhausted',
    title: 'Exhausted connection pool',
    description:
      'Every connection of the partner app is checked out and idle in a transaction: the database check fails by time-out after 2.5 s, /health and /ready answer 503.',
    cure: 'Restart the deployment.',
  });
}

/** A fault that lives in one process and dies with it. */
function insideProcess(
  { partnerApp }: Parts,
  words: Pick<Fault, 'title' | 'description' | 'cure'> & {
    name: 'memory-leak' | 'pool-exhausted';
  },
): Fault {
  let victim: HostProcess | undefined;
  const isActive = () => victim !== undefined && partnerApp.process === victim;
  return {
    ...words,
    isActive,
    async induce() {
      const { process } = partnerApp;
      if (process && process !== victim) {
        await process.induce(words.name, true);
        victim = process;
      }
    },
    async clear() {
      if (isActive()) {
        await partnerApp.process?.induce(words.name, false);
      }
      victim = undefined;
    },
  };
}

/** What the real partner app takes from everybody together. */
const realLimit = 100;
const realWindowSeconds = 15 * 60;

/**
 * The partner app's limiter is as strict as the real one, and others have used
 * it up. Clearing empties the counters, also without the fault.
 */
export function rateLimited({ partnerApp }: Parts): Fault {
  let victim: HostProcess | undefined;
  return {
    name: 'rate-limited',
    title: 'Rate limit used up',
    description: `The partner app takes ${realLimit} requests in 15 minutes from everybody together, as the real one does, and they are used up: everything answers 429 with Retry-After, health too, while the app works. {"left": n} leaves n requests, {"seconds": n} makes the window shorter.`,
    cure: 'Wait; or restart, since the counter is in the memory of the process. 429 says nothing about health.',
    isActive: () => victim !== undefined && partnerApp.process === victim,
    async induce(settings) {
      const left = countSetting(settings, 'left', {
        ...{ otherwise: 0, most: realLimit },
      });
      const seconds = numberSetting(settings, 'seconds', realWindowSeconds);
      const { process } = partnerApp;
      if (process && process !== victim) {
        await process.induce('rate-limited', true, {
          ...{ limit: realLimit, left, seconds },
        });
        victim = process;
      }
    },
    async clear() {
      victim = undefined;
      await partnerApp.process?.induce('rate-limited', false);
    },
  };
}

const crashWithinMs = 5_000;

/** A release that passes the health check and then dies. */
export function badDeploy(parts: Parts): Fault {
  const { partnerApp } = parts;
  const { broken } = partnerAppImages;
  let lastGood = partnerApp.latestImage;
  const isActive = () => partnerApp.active?.image === broken;
  return {
    name: 'bad-deploy',
    title: 'Bad deployment',
    description:
      'Release 2.3.0 is pushed and deployed. It passes the health check, then dies because STRIPE_PRICE_ID_GROWTH is not set; a restart dies in the same way.',
    cure: 'Roll back to the deployment before; or set the variable and deploy again.',
    isActive,
    async induce() {
      if (isActive()) {
        return;
      }
      lastGood = partnerApp.active?.image ?? lastGood;
      partnerApp.latestImage = broken;
      const { deployment, done } = partnerApp.deploy({
        image: broken,
        reason: 'deploy',
      });
      await done;
      await waitFor(() => deployment.status === 'CRASHED', {
        withinMs: crashWithinMs,
        what: 'The crash of the bad release',
      });
    },
    async clear() {
      partnerApp.latestImage = lastGood;
      if (isActive()) {
        await partnerApp.deploy({ image: lastGood, reason: 'rollback' }).done;
      }
    },
  };
}

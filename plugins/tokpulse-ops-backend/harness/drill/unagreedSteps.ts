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

import type {
  RunDetail,
  RunEvent,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { drillSteps } from './steps';

/**
 * Steps that began without the agreement they need: in solo mode a confirmation
 * of the step, in team mode a yes of somebody else, each for the plan that the
 * run followed at that time; or glass that was broken before.
 */
export function unagreedSteps(
  run: RunDetail,
  events: readonly RunEvent[],
): readonly string[] {
  const guarded = new Set(
    drillSteps.flatMap(({ id, guarded: asks }) =>
      asks ? [id, `undo${id.charAt(0).toUpperCase()}${id.slice(1)}`] : [],
    ),
  );
  const found: string[] = [];
  let planHash = '';
  let broken = false;
  let agreed: readonly string[] = [];
  for (const { actor, body } of events) {
    switch (body.type) {
      case 'run-created':
      case 'plan-changed':
        planHash = body.planHash;
        agreed = [];
        break;
      case 'glass-broken':
        broken = true;
        break;
      case 'confirmed':
        if (body.planHash === planHash && run.approvals === 'solo') {
          agreed = [...agreed, body.stepId];
        }
        break;
      case 'approval-decided':
        if (body.state === 'approved' && body.planHash === planHash) {
          if (actor === run.requestedBy || actor === run.lead) {
            found.push(`${actor} has approved their own request`);
          }
          agreed = [...agreed, body.stepId ?? '*'];
        }
        break;
      case 'step-state':
        if (
          body.state === 'running' &&
          guarded.has(body.stepId) &&
          !broken &&
          !agreed.includes(body.stepId) &&
          !agreed.includes('*')
        ) {
          found.push(`${body.stepId} began, and nobody had agreed`);
        }
        break;
      default:
        break;
    }
  }
  return found;
}

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
  RunEventBody,
  Waiting,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';

/** What an event says, in a few words for a timeline. */
export interface EventInWords {
  readonly what: string;
  readonly stepId?: string;
  /** What a person wrote, or why it happened. */
  readonly details?: string;
}

/** An event for people who read the record of a run afterwards. */
export function describeEvent(body: RunEventBody): EventInWords {
  switch (body.type) {
    case 'run-created':
      return { what: 'Started the run', details: `Plan ${body.planHash}` };
    case 'run-state':
      return {
        what: `The run is ${body.state}`,
        ...(body.waiting && { details: describeWaiting(body.waiting) }),
      };
    case 'driver-claimed':
      return { what: `${body.replica} drives the run` };
    case 'step-state':
      return {
        what: `The step is ${body.state}`,
        stepId: body.stepId,
        details: lines(
          body.attempt !== undefined && `Attempt ${body.attempt}`,
          body.skippedBecause,
          body.error && `${body.error.code}: ${body.error.message}`,
          body.probe && `Probe: ${body.probe.message}`,
        ),
      };
    case 'verification':
      return {
        what: body.satisfied ? 'Verified' : `Reading ${body.reading}`,
        stepId: body.stepId,
        details: body.message,
      };
    case 'log':
      return {
        what: `${body.lines.length} lines of output`,
        stepId: body.stepId,
      };
    case 'confirmed':
      return {
        what: 'Confirmed the step themselves',
        stepId: body.stepId,
        details: `Plan ${body.planHash}`,
      };
    case 'approval-requested':
      return {
        what: 'Asked for an approval',
        stepId: body.stepId,
        details: lines(
          body.from.length > 0 && `From ${body.from.join(', ')}`,
          `Until ${body.expiresAt}`,
          `Plan ${body.planHash}`,
        ),
      };
    case 'approval-decided':
      return {
        what: `The approval is ${body.state}`,
        stepId: body.stepId,
        details: lines(body.comment, `Plan ${body.planHash}`),
      };
    case 'glass-broken':
      return { what: 'Broke the glass', details: body.reason };
    case 'review-closed':
      return { what: 'Closed the review of the glass', details: body.note };
    case 'lead-changed':
      return {
        what: `The lead went from ${body.from} to ${body.to}`,
        details: body.reason,
      };
    case 'answered':
      return {
        what: 'Answered',
        stepId: body.stepId,
        details: JSON.stringify(body.answer),
      };
    case 'decided':
      return {
        what: `Decided: ${body.choice}`,
        stepId: body.stepId,
        details: lines(
          body.reason,
          body.evidence && `Evidence: ${body.evidence}`,
          ...(body.files ?? []).map(
            ({ name, bytes, sha256 }) =>
              `File ${name}, ${bytes} bytes, SHA-256 ${sha256}`,
          ),
        ),
      };
    case 'plan-changed':
      return {
        what: 'Changed the input of the step, and the plan of what is left',
        stepId: body.stepId,
        details: `Plan ${body.planHash}`,
      };
    case 'item-state':
      return {
        what: `Item ${body.index + 1} is ${body.state}`,
        stepId: body.stepId,
        details: lines(
          body.label,
          body.error && `${body.error.code}: ${body.error.message}`,
        ),
      };
    case 'undo-started':
      return {
        what: `Run ${body.runId} takes back what was done`,
        details: `Steps ${body.steps.join(', ')}`,
      };
    case 'undo-ended':
      return {
        what: `Run ${body.runId}, which took back what was done, is ${body.state}`,
        details:
          body.undone.length > 0
            ? `Taken back: ${body.undone.join(', ')}`
            : 'Nothing was taken back',
      };
    case 'lock-acquired':
      return { what: 'Locked', details: body.targets.join(', ') };
    case 'lock-released':
      return { what: 'Released', details: body.targets.join(', ') };
    case 'lock-stolen':
      return {
        what: `Took ${body.targets.join(', ')} away from the run`,
        details: body.reason,
      };
    case 'cancel-requested':
      return { what: 'Asked the run to stop', details: body.reason };
    case 'late-result':
      return {
        what: `Attempt ${body.attempt} ended after its driver was replaced`,
        stepId: body.stepId,
        details: body.error && `${body.error.code}: ${body.error.message}`,
      };
    default:
      throw new Error(`Unknown event ${JSON.stringify(body satisfies never)}`);
  }
}

function describeWaiting(waiting: Waiting): string {
  switch (waiting.for) {
    case 'approval':
      return `Waits for ${
        waiting.kind === 'approval' ? 'an approval' : 'a confirmation'
      } of step ${waiting.stepId}`;
    case 'input':
      return `Waits for an answer to step ${waiting.stepId}`;
    case 'lock':
      return `Waits for ${waiting.target}, held by run ${waiting.heldBy.runId} of ${waiting.heldBy.lead}`;
    case 'timer':
      return `Waits until ${waiting.until}: ${waiting.reason}`;
    case 'undo':
      return `Waits for run ${waiting.runId}, which takes back what was done`;
    default:
      throw new Error(
        `Unknown wait ${JSON.stringify(waiting satisfies never)}`,
      );
  }
}

function lines(
  ...texts: readonly (string | false | undefined)[]
): string | undefined {
  const said = texts.filter(text => typeof text === 'string' && text !== '');
  return said.length === 0 ? undefined : said.join('\n');
}

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
  LogLine,
  Plan,
  RunEvent,
  Waiting,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { TaskLog } from './TaskLog';

/** Tells a run in the log of a scaffolder task. */
export class RunNarrator {
  readonly #log: TaskLog;
  readonly #names: ReadonlyMap<string, string>;
  readonly #url: string;

  constructor(options: {
    readonly log: TaskLog;
    readonly plan: Plan;
    /** Of the run's page. */
    readonly url: string;
  }) {
    this.#log = options.log;
    this.#names = new Map(
      options.plan.steps.map(({ step }) => [step.id, step.name]),
    );
    this.#url = options.url;
  }

  tell({ body, actor }: RunEvent): void {
    const log = this.#log;
    switch (body.type) {
      case 'log':
        body.lines.forEach(line => this.#line(line));
        break;
      case 'step-state':
        if (body.error) {
          log.error(
            `${this.#name(body.stepId)}: ${body.state}. ${body.error.message}`,
          );
        } else {
          log.info(
            [`${this.#name(body.stepId)}: ${body.state}`, body.skippedBecause]
              .filter(Boolean)
              .join(', '),
          );
        }
        break;
      case 'run-state':
        if (body.state === 'needs-decision') {
          log.warn(`The run needs your decision: ${this.#url}`);
        } else if (body.waiting === undefined) {
          log.info(`The run is ${body.state}`);
        } else {
          this.#waiting(body.waiting);
        }
        break;
      case 'verification':
        log.info(`${this.#name(body.stepId)}: ${body.message}`);
        break;
      case 'confirmed':
        log.info(`${actor} confirmed '${this.#name(body.stepId)}'`);
        break;
      case 'answered':
        log.info(`${actor} answered '${this.#name(body.stepId)}'`);
        break;
      case 'decided':
        log.info(
          `${actor} decided about '${this.#name(body.stepId)}': ${body.choice}`,
        );
        break;
      case 'cancel-requested':
        log.info(`${actor} asked the run to stop`);
        break;
      case 'approval-requested':
        log.warn(
          `A second person is asked for a yes to ${this.#covered(
            body.stepId,
          )}, until ${body.expiresAt}: ${this.#url}`,
        );
        break;
      case 'approval-decided':
        log.info(
          [
            `The approval of ${this.#covered(body.stepId)}: ${
              body.state
            }, by ${actor}`,
            body.comment,
          ]
            .filter(Boolean)
            .join('. '),
        );
        break;
      case 'glass-broken':
        log.warn(
          `${actor} broke the glass: the run goes on without being agreed to. ${body.reason}`,
        );
        break;
      case 'review-closed':
        log.info(`${actor} closed the review of the broken glass`);
        break;
      case 'lead-changed':
        log.info(`${body.to} leads the run now, instead of ${body.from}`);
        break;
      case 'plan-changed':
        log.info(
          `${actor} changed the input of '${this.#name(
            body.stepId,
          )}': the rest of the run follows another plan`,
        );
        break;
      case 'item-state':
        if (body.error) {
          log.error(
            `${this.#name(body.stepId)}, ${body.label}: ${body.state}. ${
              body.error.message
            }`,
          );
        } else {
          log.info(`${this.#name(body.stepId)}, ${body.label}: ${body.state}`);
        }
        break;
      case 'undo-started':
        log.info(`Another run takes back what this one did: ${body.runId}`);
        break;
      case 'undo-ended':
        log.info(`The run that takes it back is ${body.state}: ${body.runId}`);
        break;
      case 'lock-stolen':
        log.warn(
          `${actor} took ${body.targets.join(', ')} away from the run. ${
            body.reason
          }`,
        );
        break;
      case 'run-created':
      case 'driver-claimed':
      case 'lock-acquired':
      case 'lock-released':
      case 'late-result':
        break;
      default:
        throw new Error(
          `Unknown event ${JSON.stringify(body satisfies never)}`,
        );
    }
  }

  #waiting(waiting: Waiting): void {
    switch (waiting.for) {
      case 'approval':
        this.#log.warn(
          waiting.kind === 'approval'
            ? `The run waits for a second person to approve '${this.#name(
                waiting.stepId,
              )}': ${this.#url}`
            : `The run waits for you to confirm '${this.#name(
                waiting.stepId,
              )}': ${this.#url}`,
        );
        break;
      case 'input':
        this.#log.warn(
          `The run waits for your answer to '${this.#name(waiting.stepId)}': ${
            this.#url
          }`,
        );
        break;
      case 'lock':
        this.#log.info(
          `The run waits for ${waiting.target}, which '${waiting.heldBy.runbookTitle}' (${waiting.heldBy.lead}) is using`,
        );
        break;
      case 'timer':
        this.#log.info(
          `The run waits until ${waiting.until}: ${waiting.reason}`,
        );
        break;
      case 'undo':
        this.#log.info(
          `The run waits until run ${waiting.runId} has taken back what it did`,
        );
        break;
      default:
        throw new Error(
          `Unknown wait ${JSON.stringify(waiting satisfies never)}`,
        );
    }
  }

  #covered(stepId: string | undefined): string {
    return stepId === undefined ? 'the plan' : `'${this.#name(stepId)}'`;
  }

  #line({ level, text }: LogLine): void {
    this.#log.write(level, text);
  }

  #name(stepId: string): string {
    return this.#names.get(stepId) ?? stepId;
  }
}

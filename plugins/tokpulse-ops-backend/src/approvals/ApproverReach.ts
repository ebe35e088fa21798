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
  Finding,
  PlannedStep,
  PluginStatus,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { ApproverDirectory } from './ApproverDirectory';
import type { ApprovalsConfig } from './approvalsConfig';

type FindingText = Pick<Finding, 'level' | 'code' | 'message' | 'nextStep'>;

const WHERE = 'tokpulseOps.approvals.from, or approval.from of the step';

/** Finds out whether anybody could be asked, before somebody waits for them. */
export class ApproverReach {
  readonly #directory: Pick<ApproverDirectory, 'people'>;
  readonly #config: ApprovalsConfig;

  constructor(options: {
    readonly directory: Pick<ApproverDirectory, 'people'>;
    readonly config: ApprovalsConfig;
  }) {
    this.#directory = options.directory;
    this.#config = options.config;
  }

  /**
   * What a plan of a team should say about who may approve it.
   *
   * @param options - `excluded`: entity refs of who wants it and wrote it
   */
  async findings(options: {
    readonly steps: readonly PlannedStep[];
    readonly excluded: readonly string[];
  }): Promise<readonly Finding[]> {
    const asking = new Map<string, PlannedStep>();
    for (const planned of options.steps) {
      if (
        planned.approval !== undefined &&
        planned.condition?.value !== false
      ) {
        const key = [...planned.approval.from].sort().join(' ');
        asking.set(key, asking.get(key) ?? planned);
      }
    }
    const findings = await Promise.all(
      [...asking.values()].map(async ({ step, approval }) => {
        const found = await this.#look(approval?.from ?? [], options.excluded);
        return found && { ...found, stepId: step.id };
      }),
    );
    return findings.flatMap(one => one ?? []);
  }

  /** What the pages should say about the configuration of a team. */
  async notices(): Promise<PluginStatus['notices']> {
    const { mode, settings } = this.#config;
    if (mode === 'solo') {
      return [];
    }
    const notices: PluginStatus['notices'] = [];
    const people = await this.#people(settings.from);
    if (people === 'unknown') {
      notices.push({
        code: 'approvers-unknown',
        message: 'Approvals are on, and it is not known who may give them',
        nextStep:
          'Set tokpulseOps.approvals.from or .notify to a group of approvers',
      });
    } else if (people !== undefined && people.size < 2) {
      notices.push({
        code: 'few-approvers',
        message:
          people.size === 0
            ? 'Approvals are on, and the catalog knows nobody who could give them'
            : `Approvals are on, and only ${[
                ...people,
              ].join()} could give them`,
        nextStep:
          'Add people to the groups of tokpulseOps.approvals.from (or of the roles approver and administrator), or set tokpulseOps.approvals.mode to solo',
      });
    }
    if (settings.from.length === 0 && settings.notify.length === 0) {
      notices.push({
        code: 'nobody-notified',
        message: 'Nobody is told when an approval is needed',
        nextStep:
          'Set tokpulseOps.approvals.notify to the group that should hear of it',
      });
    }
    return notices;
  }

  async #look(
    from: readonly string[],
    excluded: readonly string[],
  ): Promise<FindingText | undefined> {
    const people = await this.#people(from);
    if (people === undefined) {
      return {
        level: 'warning',
        code: 'approvers-not-checked',
        message:
          'Whether anybody can approve is not known: the catalog does not answer',
        nextStep: 'Plan again to look again, or start and see who answers',
      };
    }
    if (people === 'unknown') {
      return {
        level: 'warning',
        code: 'approvers-unknown',
        message: 'It is not known who may approve',
        nextStep:
          'Set tokpulseOps.approvals.from or .notify to a group of approvers',
      };
    }
    const others = [...people].filter(person => !excluded.includes(person));
    const whom =
      from.length === 0 ? 'who may approve' : `of ${from.join(', ')}`;
    switch (others.length) {
      case 0:
        return {
          level: 'blocking',
          code: 'no-approver',
          message: `Nobody ${whom} could say yes: there must be somebody else than who asks`,
          nextStep: `Add people to the group in the catalog, or correct ${WHERE}`,
        };
      case 1:
        return {
          level: 'warning',
          code: 'one-approver',
          message: `Only ${others[0]} could say yes`,
          nextStep:
            'Make sure that they can be reached, or name more people; in an emergency an administrator can break the glass',
        };
      default:
        return undefined;
    }
  }

  /** `unknown` where neither the configuration nor the roles name anybody. */
  async #people(
    from: readonly string[],
  ): Promise<ReadonlySet<string> | 'unknown' | undefined> {
    const { settings, roleMembers } = this.#config;
    const refs = from.length > 0 ? from : [...settings.notify, ...roleMembers];
    return refs.length === 0 ? 'unknown' : this.#directory.people(refs);
  }
}

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

import { randomUUID } from 'node:crypto';
import { HostProcess } from '../processes/HostProcess';
import { Image } from './images';
import { LogStore } from './LogStore';

/** The states that the sandbox uses, of those that Railway has. */
export type DeploymentStatus =
  | 'QUEUED'
  | 'BUILDING'
  | 'DEPLOYING'
  | 'SUCCESS'
  | 'CRASHED'
  | 'FAILED'
  | 'REMOVED';

export type DeploymentReason = 'deploy' | 'redeploy' | 'rollback';

export interface DeploymentOptions {
  readonly id?: string;
  readonly image: Image;
  /** The variables it runs with, fixed for its whole life. */
  readonly variables: Readonly<Record<string, string>>;
  readonly reason: DeploymentReason;
  readonly status: DeploymentStatus;
  readonly createdAt?: Date;
  /** Whether its image and variables are still kept. */
  readonly retained?: boolean;
}

/** One deployment of a service: an image with a snapshot of the variables. */
export class Deployment {
  readonly id: string;
  readonly image: Image;
  readonly variables: Readonly<Record<string, string>>;
  readonly reason: DeploymentReason;
  readonly createdAt: Date;
  readonly retained: boolean;
  readonly logs = new LogStore();
  readonly buildLogs = new LogStore();
  readonly instanceId = randomUUID();
  process: HostProcess | undefined;
  #status: DeploymentStatus;
  #statusUpdatedAt: Date;

  constructor(options: DeploymentOptions) {
    this.id = options.id ?? randomUUID();
    this.image = options.image;
    this.variables = options.variables;
    this.reason = options.reason;
    this.createdAt = options.createdAt ?? new Date();
    this.retained = options.retained ?? true;
    this.#status = options.status;
    this.#statusUpdatedAt = this.createdAt;
  }

  get status(): DeploymentStatus {
    return this.#status;
  }

  set status(status: DeploymentStatus) {
    this.#status = status;
    this.#statusUpdatedAt = new Date();
  }

  get statusUpdatedAt(): Date {
    return this.#statusUpdatedAt;
  }

  /** Only a deployment that once ran, and runs no more, can come back. */
  get canRollback(): boolean {
    return this.retained && this.#status === 'REMOVED';
  }

  get canRedeploy(): boolean {
    return (
      this.retained &&
      (this.#status === 'SUCCESS' ||
        this.#status === 'CRASHED' ||
        this.#status === 'FAILED' ||
        this.#status === 'REMOVED')
    );
  }
}

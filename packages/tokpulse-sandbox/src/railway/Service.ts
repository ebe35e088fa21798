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

import { EdgeProxy } from '../edge/EdgeProxy';
import { HostProcess } from '../processes/HostProcess';
import { Deployment, DeploymentOptions } from './Deployment';
import { Image } from './images';
import { Accepted, build, outcomeOf, ServiceError } from './operations';

export interface ServiceOptions {
  readonly id: string;
  readonly instanceId: string;
  readonly name: string;
  readonly repository: string;
  /** Absolute path of the program. */
  readonly entry: string;
  readonly nodeFlags: readonly string[];
  /** A path that answers 200 when a new process is fit for traffic. */
  readonly healthcheckPath: string;
  readonly edge: EdgeProxy;
  /** Whether its process remembers requests, so that only a new one is as at first. */
  readonly remembersRequests: boolean;
  /** Variables that the platform adds to every process. */
  readonly platformVariables: Readonly<Record<string, string>>;
  /** The first state of the service; called anew for every reset. */
  readonly firstState: () => {
    readonly variables: Readonly<Record<string, string>>;
    /** Newest first; the first with status SUCCESS is running. */
    readonly deployments: readonly Deployment[];
    readonly latestImage: Image;
  };
}

/** How long a new process may take to answer the health check. */
export const healthcheckTimeoutMs = 20_000;

/** A service of the platform, with its deployments and one process. */
export class Service {
  readonly #options: ServiceOptions;
  #deployments: Deployment[] = [];
  #variables: Record<string, string> = {};
  #latestImage: Image;
  /** Operations run one after the other. */
  #work: Promise<unknown> = Promise.resolve();
  #active: Deployment | undefined;
  /** Whether anything differs from the first state. */
  #changed = true;

  constructor(options: ServiceOptions) {
    this.#options = options;
    this.#latestImage = options.firstState().latestImage;
  }

  get id(): string {
    return this.#options.id;
  }
  get instanceId(): string {
    return this.#options.instanceId;
  }
  get name(): string {
    return this.#options.name;
  }
  get repository(): string {
    return this.#options.repository;
  }
  get healthcheckPath(): string {
    return this.#options.healthcheckPath;
  }
  get url(): string {
    return this.#options.edge.url;
  }

  /** Newest first. */
  get deployments(): readonly Deployment[] {
    return this.#deployments;
  }

  /** The deployment that has, or had until it crashed, the traffic. */
  get active(): Deployment | undefined {
    return this.#active;
  }

  get process(): HostProcess | undefined {
    const running = this.#active?.process;
    return running?.running ? running : undefined;
  }

  get variables(): Readonly<Record<string, string>> {
    return this.#variables;
  }

  /** What a deployment without a named commit is built from. */
  get latestImage(): Image {
    return this.#latestImage;
  }

  /** Another commit has been pushed to the branch. */
  set latestImage(image: Image) {
    this.#changed = true;
    this.#latestImage = image;
  }

  setVariables(
    variables: Readonly<Record<string, string>>,
    options: { replace: boolean },
  ): void {
    this.#changed = true;
    this.#variables = options.replace
      ? { ...variables }
      : { ...this.#variables, ...variables };
  }

  /** Brings the first state back, with a new process where that matters. */
  async reset(): Promise<void> {
    await this.#enqueue(async () => {
      if (!this.#changed && !this.#options.remembersRequests) {
        return;
      }
      await Promise.all(
        this.#deployments.map(({ process }) => process?.stop()),
      );
      const first = this.#options.firstState();
      this.#deployments = [...first.deployments];
      this.#variables = { ...first.variables };
      this.#latestImage = first.latestImage;
      const running = this.#deployments.find(
        ({ status }) => status === 'SUCCESS',
      );
      if (running) {
        this.#active = running;
        await this.#launch(running);
      }
      this.#changed = false;
    });
  }

  /** Ends the process for good. */
  async stop(): Promise<void> {
    await this.#enqueue(async () => {
      this.#options.edge.target = undefined;
      await Promise.all(
        this.#deployments.map(({ process }) => process?.stop()),
      );
    });
  }

  /** Resolves when no operation is under way. */
  async settled(): Promise<void> {
    await this.#work;
  }

  /** Kills and starts the process: same deployment, same variables. */
  restart(deployment: Deployment): Accepted {
    if (deployment !== this.#active) {
      throw new ServiceError('Deployment is not active');
    }
    this.#changed = true;
    const done = this.#enqueue(async () => {
      const pidBefore = deployment.process?.pid ?? null;
      deployment.status = 'DEPLOYING';
      this.#options.edge.target = undefined;
      await deployment.process?.stop();
      const ok = await this.#launch(deployment).then(
        () => true,
        () => false,
      );
      return outcomeOf(deployment, { ok, pidBefore });
    });
    return { deployment, done };
  }

  /** Builds an image and puts it in the place of the running one. */
  deploy(
    options: Pick<DeploymentOptions, 'image' | 'reason'> & {
      readonly variables?: Readonly<Record<string, string>>;
    },
  ): Accepted {
    const deployment = new Deployment({
      image: options.image,
      reason: options.reason,
      variables: options.variables ?? { ...this.#variables },
      status: 'QUEUED',
    });
    this.#changed = true;
    this.#deployments.unshift(deployment);
    const done = this.#enqueue(async () => {
      const before = this.#active;
      const pidBefore = before?.process?.pid ?? null;
      await build(deployment);
      deployment.status = 'DEPLOYING';
      const ok = await this.#launch(deployment, before).then(
        () => true,
        () => false,
      );
      return outcomeOf(deployment, { ok, pidBefore });
    });
    return { deployment, done };
  }

  /** Brings back the image of an old deployment and its variables. */
  rollback(deployment: Deployment): Accepted {
    if (!deployment.canRollback) {
      throw new ServiceError('Deployment cannot be rolled back to');
    }
    this.setVariables(deployment.variables, { replace: true });
    return this.deploy({
      image: deployment.image,
      reason: 'rollback',
      variables: deployment.variables,
    });
  }

  /**
   * Starts the process of a deployment and gives it the traffic once it is
   * fit. A new deployment that does not get so far is FAILED and the old one
   * goes on; a restarted one is CRASHED.
   */
  async #launch(deployment: Deployment, replaced?: Deployment): Promise<void> {
    const { entry, nodeFlags, edge, healthcheckPath } = this.#options;
    const running = new HostProcess({
      entry,
      nodeFlags,
      env: {
        ...deployment.variables,
        ...this.#options.platformVariables,
        npm_package_version: deployment.image.version,
        RAILWAY_DEPLOYMENT_ID: deployment.id,
        RAILWAY_GIT_COMMIT_SHA: deployment.image.commitSha,
      },
      onLine: ({ stream, text }) =>
        deployment.logs.add(text, {
          severity: stream === 'stderr' ? 'error' : 'info',
        }),
    });
    deployment.process = running;
    try {
      const port = await running.listening;
      const fit = await fetch(`http://127.0.0.1:${port}${healthcheckPath}`, {
        signal: AbortSignal.timeout(healthcheckTimeoutMs),
      });
      await fit.arrayBuffer();
      if (!fit.ok) {
        throw new Error(`${healthcheckPath} answered ${fit.status}`);
      }
      deployment.status = 'SUCCESS';
      this.#active = deployment;
      edge.target = port;
    } catch (error) {
      await running.stop();
      deployment.logs.add(`Healthcheck failed: ${String(error)}`, {
        severity: 'error',
      });
      deployment.status = deployment === this.#active ? 'CRASHED' : 'FAILED';
      throw error;
    }
    // The platform leaves a crashed process down until somebody acts.
    running.exited.then(exit => {
      if (!exit.expected) {
        this.#changed = true;
        deployment.status = 'CRASHED';
        if (this.#active === deployment) {
          edge.target = undefined;
        }
      }
    });
    if (replaced && replaced !== deployment) {
      await replaced.process?.stop();
      // One that crashed stays so, and is not offered for a rollback.
      if (replaced.status !== 'CRASHED') {
        replaced.status = 'REMOVED';
      }
    }
  }

  async #enqueue<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#work.then(work);
    this.#work = result.catch(() => undefined);
    return result;
  }
}

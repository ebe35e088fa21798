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

import { Sandbox } from '../sandbox/startSandbox';
import { waitFor } from '../processes/waitFor';
import { Answer, ask } from './http';

export interface DeploymentView {
  readonly id: string;
  readonly status: string;
  readonly canRollback: boolean;
  readonly meta: { readonly commitHash: string; readonly reason: string };
}

/** Talks to the sandbox's Railway as a portal would. */
export class RailwayClient {
  readonly #env: Readonly<Record<string, string>>;

  constructor(sandbox: Pick<Sandbox, 'env'>) {
    this.#env = sandbox.env;
  }

  async send(
    query: string,
    variables: object = {},
    headers: Record<string, string> = {
      authorization: `Bearer ${this.#env.TOKPULSE_RAILWAY_TOKEN}`,
    },
  ): Promise<Answer> {
    return ask(this.#env.TOKPULSE_RAILWAY_URL, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    });
  }

  /** The data of a request that has to succeed. */
  async data<T>(query: string, variables: object = {}): Promise<T> {
    const answer = await this.send(query, variables);
    const { data, errors } = answer.json() as { data: T; errors?: unknown };
    if (answer.status !== 200 || errors) {
      throw new Error(`Railway refused: ${answer.text}`);
    }
    return data;
  }

  /** The messages of a request that has to fail with HTTP 200. */
  async errors(query: string, variables: object = {}): Promise<string[]> {
    const answer = await this.send(query, variables);
    const { errors = [] } = answer.json() as {
      errors?: Array<{ message: string }>;
    };
    return [`HTTP ${answer.status}`, ...errors.map(({ message }) => message)];
  }

  async serviceId(): Promise<string> {
    const { project } = await this.data<{
      project: {
        services: { edges: Array<{ node: { id: string; name: string } }> };
      };
    }>(
      'query ($id: String!) { project(id: $id) { services { edges { node { id name } } } } }',
      { id: this.#env.TOKPULSE_RAILWAY_PROJECT_ID },
    );
    const found = project.services.edges.find(
      ({ node }) => node.name === this.#env.TOKPULSE_RAILWAY_SERVICE,
    );
    if (!found) {
      throw new Error('The partner app is not in the project');
    }
    return found.node.id;
  }

  /** Newest first. */
  async deployments(): Promise<DeploymentView[]> {
    const { deployments } = await this.data<{
      deployments: { edges: Array<{ node: DeploymentView }> };
    }>(
      'query ($input: DeploymentListInput!) { deployments(input: $input) { edges { node { id status canRollback meta } } } }',
      { input: { serviceId: await this.serviceId() } },
    );
    return deployments.edges.map(({ node }) => node);
  }

  async variables(): Promise<Record<string, string>> {
    const { variables } = await this.data<{
      variables: Record<string, string>;
    }>(
      'query ($p: String!, $e: String!, $s: String) { variables(projectId: $p, environmentId: $e, serviceId: $s) }',
      { ...this.scope(), s: await this.serviceId() },
    );
    return variables;
  }

  /** Ids of project and environment, as variables `p` and `e`. */
  scope(): { p: string; e: string } {
    return {
      p: this.#env.TOKPULSE_RAILWAY_PROJECT_ID,
      e: this.#env.TOKPULSE_RAILWAY_ENVIRONMENT_ID,
    };
  }

  async untilStatus(status: string): Promise<DeploymentView> {
    return waitFor(
      async () => {
        const [latest] = await this.deployments();
        return latest.status === status ? latest : undefined;
      },
      { withinMs: 15_000, what: `A deployment that is ${status}` },
    );
  }
}

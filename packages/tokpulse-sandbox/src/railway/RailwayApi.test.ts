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

import { ask } from '../__testUtils__/http';
import { RailwayClient } from '../__testUtils__/railway';
import { isAlive } from '../processes/leftover';
import { waitFor } from '../processes/waitFor';
import { Sandbox, startSandbox } from '../sandbox/startSandbox';
import { Ledger } from '../ledger/Ledger';
import { partnerAppImages } from './images';
import { Project } from './Project';
import { RailwayApi } from './RailwayApi';

jest.setTimeout(60_000);

const restart = 'mutation ($id: String!) { deploymentRestart(id: $id) }';

describe("the sandbox's Railway", () => {
  let sandbox: Sandbox;
  let railway: RailwayClient;

  beforeAll(async () => {
    sandbox = await startSandbox();
    railway = new RailwayClient(sandbox);
  });
  afterAll(async () => {
    await sandbox?.stop();
  });

  const settled = async (entries: number) =>
    waitFor(
      () =>
        sandbox.ledger().length === entries &&
        sandbox.ledger().every(({ result }) => result === 'done'),
      { withinMs: 20_000, what: `A ledger of ${entries} finished effects` },
    );

  describe('refuses', () => {
    it.each([
      ['nobody', {}],
      ['a wrong token', { authorization: 'Bearer wrong' }],
      ['a wrong project token', { 'project-access-token': 'wrong' }],
    ])('%s', async (_, headers) => {
      const [{ id }] = await railway.deployments();
      for (const query of [
        `{ project(id: "${sandbox.env.TOKPULSE_RAILWAY_PROJECT_ID}") { id } }`,
        `{ deployment(id: "${id}") { id } }`,
        `{ deployments(input: {}) { edges { node { id } } } }`,
        `{ deploymentLogs(deploymentId: "${id}") { message } }`,
        `{ projectToken { projectId } }`,
        `mutation { deploymentRestart(id: "${id}") }`,
        `mutation { deploymentRollback(id: "${id}") }`,
      ]) {
        const { status, json } = await railway.send(query, {}, headers);
        expect([status, json()]).toEqual([
          200,
          {
            data: null,
            errors: [
              expect.objectContaining({
                message: 'Not Authorized',
                path: [expect.any(String)],
                extensions: { code: 'INTERNAL_SERVER_ERROR' },
              }),
            ],
            traceId: expect.any(String),
          },
        ]);
      }
      expect(sandbox.ledger()).toEqual([]);
    });

    it.each([
      [
        'an unknown field',
        '{ project(id: "x") { nope } }',
        {},
        /Cannot query field "nope"/,
      ],
      [
        'an unknown operation',
        'mutation { deploymentExplode(id: "x") }',
        {},
        /Cannot query field "deploymentExplode"/,
      ],
      [
        'a missing argument',
        'mutation { deploymentRestart }',
        {},
        /argument "id" of type "String!" is required/,
      ],
      [
        'a missing input',
        '{ deployments(first: 1) { edges { node { id } } } }',
        {},
        /argument "input"/,
      ],
      [
        'an unknown input field',
        '{ deployments(input: { nope: 1 }) { pageInfo { hasNextPage } } }',
        {},
        /Field "nope" is not defined/,
      ],
      [
        'a variable that is not there',
        restart,
        {},
        /Variable "\$id" of required type "String!" was not provided/,
      ],
      [
        'a variable of a wrong type',
        restart,
        { id: 7 },
        /String cannot represent a non string value: 7/,
      ],
      [
        'an unknown status',
        '{ deployments(input: { status: { in: [BROKEN] } }) { pageInfo { hasNextPage } } }',
        {},
        /does not exist in "DeploymentStatus"/,
      ],
      [
        'a date that is none',
        'query ($d: DateTime) { deploymentLogs(deploymentId: "x", startDate: $d) { message } }',
        { d: 'yesterday' },
        /DateTime cannot represent/,
      ],
      [
        'a variable collection that is a list',
        'mutation ($v: EnvironmentVariables!) { variableCollectionUpsert(input: { projectId: "p", environmentId: "e", variables: $v }) }',
        { v: ['A'] },
        /EnvironmentVariables must be an object/,
      ],
      [
        'a leaf without its fields',
        '{ project(id: "x") }',
        {},
        /must have a selection of subfields/,
      ],
      ['a text that is not GraphQL', '{ project(', {}, /Syntax Error/],
    ])('%s', async (_, query, variables, message) => {
      const [status, ...errors] = await railway.errors(query, variables);
      expect(status).toBe('HTTP 200');
      expect(errors.join('\n')).toMatch(message);
    });

    it('what is not a GraphQL request', async () => {
      const url = sandbox.env.TOKPULSE_RAILWAY_URL;
      const get = await ask(url);
      expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
      for (const [type, body] of [
        ['text/plain', '{"query":"{ projectToken { id } }"}'],
        ['application/json', 'query'],
        ['application/json', '{"variables":{}}'],
      ]) {
        const { status } = await ask(url, {
          method: 'POST',
          headers: { 'content-type': type },
          body,
        });
        expect(status).toBe(400);
      }
      expect((await ask(new URL('/graphql', url).href)).status).toBe(404);
    });

    it('ids that do not exist, and deployments that cannot come back', async () => {
      expect(await railway.errors(restart, { id: 'nope' })).toEqual([
        'HTTP 200',
        'Deployment not found',
      ]);
      expect(await railway.errors('{ project(id: "nope") { id } }')).toEqual([
        'HTTP 200',
        'Project not found',
      ]);
      const [running, , , failed] = await railway.deployments();
      for (const [{ id }, mutation, message] of [
        [running, 'deploymentRollback', 'Deployment cannot be rolled back to'],
        [failed, 'deploymentRollback', 'Deployment cannot be rolled back to'],
        [failed, 'deploymentRestart', 'Deployment is not active'],
      ] as const) {
        expect(
          await railway.errors(`mutation { ${mutation}(id: "${id}") }`),
        ).toEqual(['HTTP 200', message]);
      }
      expect(sandbox.ledger()).toEqual([]);
    });
  });

  it('knows a project token by its own header and environment', async () => {
    const token = sandbox.env.TOKPULSE_RAILWAY_PROJECT_TOKEN;
    const query = '{ projectToken { projectId environmentId } }';
    const known = await railway.send(
      query,
      {},
      {
        'project-access-token': token,
      },
    );
    expect(known.json()).toEqual({
      data: {
        projectToken: {
          projectId: sandbox.env.TOKPULSE_RAILWAY_PROJECT_ID,
          environmentId: sandbox.env.TOKPULSE_RAILWAY_ENVIRONMENT_ID,
        },
      },
    });
    const asBearer = await railway.send(
      query,
      {},
      {
        authorization: `Bearer ${token}`,
      },
    );
    expect(asBearer.text).toContain('Not Authorized');
    const elsewhere = await railway.send(
      '{ environment(id: "other") { id } }',
      {},
      { 'project-access-token': token },
    );
    expect(elsewhere.text).toContain('Not Authorized');
    expect(await railway.errors(query)).toEqual([
      'HTTP 200',
      'Project Token not found',
    ]);
  });

  it('leads from names to the running instance', async () => {
    const { p, e } = railway.scope();
    const { project } = await railway.data<{ project: object }>(
      'query ($p: String!) { project(id: $p) { name environments { edges { node { id name } } } services { edges { node { name } } } } }',
      { p },
    );
    expect(project).toEqual({
      name: 'tokpulse',
      environments: { edges: [{ node: { id: e, name: 'production' } }] },
      services: {
        edges: [
          { node: { name: 'tokpulse-partner-app' } },
          { node: { name: 'tokpulse-dashboard' } },
        ],
      },
    });
    const { serviceInstance } = await railway.data<{ serviceInstance: object }>(
      'query ($e: String!, $s: String!) { serviceInstance(environmentId: $e, serviceId: $s) { serviceName restartPolicyType latestDeployment { status url } activeDeployments { instances { status } } } }',
      { e, s: await railway.serviceId() },
    );
    expect(serviceInstance).toEqual({
      serviceName: 'tokpulse-partner-app',
      restartPolicyType: 'NEVER',
      latestDeployment: {
        status: 'SUCCESS',
        url: sandbox.env.TOKPULSE_API_URL,
      },
      activeDeployments: [{ instances: [{ status: 'RUNNING' }] }],
    });
  });

  it('lists deployments by status and page by page', async () => {
    const page = async (after: string | null) => {
      const { deployments } = await railway.data<{
        deployments: {
          edges: Array<{ node: { status: string } }>;
          pageInfo: { hasNextPage: boolean; endCursor: string | null };
        };
      }>(
        `query ($s: String!, $after: String) {
          deployments(input: { serviceId: $s, status: { in: [SUCCESS, REMOVED], notIn: [FAILED] } }, first: 3, after: $after) {
            edges { node { status } } pageInfo { hasNextPage endCursor }
          }
        }`,
        { s: await railway.serviceId(), after },
      );
      return deployments;
    };
    const first = await page(null);
    expect(first.edges.map(({ node }) => node.status)).toEqual([
      'SUCCESS',
      'REMOVED',
      'REMOVED',
    ]);
    expect(first.pageInfo.hasNextPage).toBe(true);
    const second = await page(first.pageInfo.endCursor);
    expect(second.edges).toHaveLength(1);
    expect(second.pageInfo.hasNextPage).toBe(false);
  });

  it("serves the process's real output as logs, with the limit's extra line", async () => {
    const [{ id }] = await railway.deployments();
    const path = `/no-such-page-${Date.now()}`;
    await ask(sandbox.env.TOKPULSE_API_URL + path);
    const logs = async (filter: string, limit = 100) => {
      const { deploymentLogs } = await railway.data<{
        deploymentLogs: Array<{
          message: string;
          severity: string;
          timestamp: string;
          tags: { deploymentId: string };
        }>;
      }>(
        'query ($id: String!, $filter: String, $limit: Int) { deploymentLogs(deploymentId: $id, filter: $filter, limit: $limit) { message severity timestamp tags { deploymentId } } }',
        { id, filter, limit },
      );
      return deploymentLogs;
    };
    const lines = await waitFor(
      async () => {
        const found = await logs(`"${path}"`);
        return found.length >= 3 ? found : undefined;
      },
      { withinMs: 5_000, what: 'The lines of the request' },
    );
    const telemetry = lines.find(({ message }) =>
      message.startsWith('[TELEMETRY] '),
    );
    expect(telemetry).toMatchObject({
      severity: 'info',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]+\.\d{9}Z$/),
      tags: { deploymentId: id },
    });
    expect(
      JSON.parse(telemetry?.message.slice('[TELEMETRY] '.length) ?? ''),
    ).toMatchObject({
      event: 'http_request',
      properties: { method: 'GET', path, ip: '127.0.0.1' },
    });
    // An answer of 400 and above is recorded as an error.
    expect(
      lines.filter(({ severity }) => severity === 'error').length,
    ).toBeGreaterThan(0);
    expect(await logs('', 2)).toHaveLength(3);

    const { buildLogs } = await railway.data<{ buildLogs: object[] }>(
      'query ($id: String!) { buildLogs(deploymentId: $id) { message } }',
      { id },
    );
    expect(buildLogs).toHaveLength(2);
  });

  it('restarts the process of the same deployment, and applies no new variables', async () => {
    await sandbox.reset();
    const [api] = sandbox.status().processes;
    const [{ id }] = await railway.deployments();
    const { p, e } = railway.scope();
    await railway.data(
      'mutation ($input: VariableUpsertInput!) { variableUpsert(input: $input) }',
      {
        input: {
          projectId: p,
          environmentId: e,
          serviceId: await railway.serviceId(),
          name: 'NODE_ENV',
          value: 'staging',
          skipDeploys: true,
        },
      },
    );
    await railway.data(restart, { id });
    await settled(2);
    expect(sandbox.ledger()[1]).toMatchObject({
      operation: 'deploymentRestart',
      effect: 'restart',
      target: { deploymentId: id },
      delivered: true,
      detail: { pidBefore: api.pid },
    });
    const [after] = sandbox.status().processes;
    expect(after).toMatchObject({ deploymentId: id, state: 'running' });
    expect(after.pid).not.toBe(api.pid);
    expect(isAlive(api.pid ?? 0)).toBe(false);
    expect((await railway.variables()).NODE_ENV).toBe('staging');
    expect((await ask(`${api.url}/health`)).json()).toMatchObject({
      environment: 'production',
    });

    // A redeployment does apply them, in a deployment of its own.
    const { deploymentRedeploy } = await railway.data<{
      deploymentRedeploy: { id: string };
    }>('mutation ($id: String!) { deploymentRedeploy(id: $id) { id } }', {
      id,
    });
    expect(deploymentRedeploy.id).not.toBe(id);
    await settled(3);
    expect((await ask(`${api.url}/health`)).json()).toMatchObject({
      environment: 'staging',
    });
  });

  it('rolls back the code and the variables, secrets included', async () => {
    await sandbox.reset();
    const [current, previous] = await railway.deployments();
    const before = await railway.variables();
    await railway.data(
      'mutation ($id: String!) { deploymentRollback(id: $id) }',
      { id: previous.id },
    );
    await settled(1);
    const after = await railway.variables();
    expect(after.JWT_SECRET).not.toBe(before.JWT_SECRET);
    expect(after.FEATURE_CREATIVE_GENERATION).toBe('false');
    expect(
      (await ask(`${sandbox.env.TOKPULSE_API_URL}/health`)).json(),
    ).toMatchObject({ status: 'healthy', version: '2.1.3' });
    const [latest, replaced] = await railway.deployments();
    expect(latest).toMatchObject({
      status: 'SUCCESS',
      meta: {
        commitHash: partnerAppImages.previous.commitSha,
        reason: 'rollback',
      },
    });
    expect(replaced).toMatchObject({
      id: current.id,
      status: 'REMOVED',
      canRollback: true,
    });
  });

  it('deploys once for each change of variables, unless told not to', async () => {
    await sandbox.reset();
    const { p, e } = railway.scope();
    const scope = {
      projectId: p,
      environmentId: e,
      serviceId: await railway.serviceId(),
    };
    const upsert = (input: object) =>
      railway.data(
        'mutation ($input: VariableCollectionUpsertInput!) { variableCollectionUpsert(input: $input) }',
        { input: { ...scope, ...input } },
      );
    await upsert({ variables: { A: '1', B: '${{A}}2' } });
    await settled(2);
    expect(sandbox.ledger()).toMatchObject([
      { effect: 'variables', detail: { names: 'A,B', replace: false } },
      { effect: 'deploy' },
    ]);
    expect(await railway.variables()).toMatchObject({ A: '1', B: '12' });

    await upsert({ variables: { C: '3' }, skipDeploys: true });
    expect(sandbox.ledger()).toHaveLength(3);
    expect(await railway.deployments()).toHaveLength(6);

    // "replace" takes the rest away, and a deployment without it fails
    // while the old one goes on.
    await upsert({ variables: { D: '4' }, replace: true, skipDeploys: true });
    expect(Object.keys(await railway.variables()).sort()).toEqual([
      'D',
      'RAILWAY_ENVIRONMENT_ID',
      'RAILWAY_ENVIRONMENT_NAME',
      'RAILWAY_PROJECT_ID',
      'RAILWAY_PROJECT_NAME',
      'RAILWAY_PUBLIC_DOMAIN',
      'RAILWAY_SERVICE_ID',
      'RAILWAY_SERVICE_NAME',
    ]);
    await railway.data(
      'mutation ($e: String!, $s: String!) { serviceInstanceDeployV2(environmentId: $e, serviceId: $s) }',
      { e, s: scope.serviceId },
    );
    const failed = await railway.untilStatus('FAILED');
    expect(failed.canRollback).toBe(false);
    const { deploymentLogs } = await railway.data<{
      deploymentLogs: Array<{ message: string }>;
    }>(
      'query ($id: String!) { deploymentLogs(deploymentId: $id, filter: "Missing required configuration") { message } }',
      { id: failed.id },
    );
    expect(deploymentLogs.length).toBeGreaterThan(0);
    expect((await ask(`${sandbox.env.TOKPULSE_API_URL}/live`)).status).toBe(
      200,
    );
  });

  it('deploys a commit by its hash, and refuses one it does not know', async () => {
    await sandbox.reset();
    const { e } = railway.scope();
    const s = await railway.serviceId();
    const deploy =
      'mutation ($e: String!, $s: String!, $sha: String) { serviceInstanceDeployV2(environmentId: $e, serviceId: $s, commitSha: $sha) }';
    expect(await railway.errors(deploy, { e, s, sha: 'ffff' })).toEqual([
      'HTTP 200',
      'Commit not found',
    ]);
    await railway.data(deploy, {
      e,
      s,
      sha: partnerAppImages.older.commitSha,
    });
    await settled(1);
    expect(sandbox.status().processes[0]).toMatchObject({ version: '2.1.2' });
  });

  it('says how many requests are left, and when there are none', async () => {
    const limited = await RailwayApi.start({
      project: new Project({
        id: 'p',
        name: 'empty',
        environment: { id: 'e', name: 'production' },
        services: [],
        accountToken: 'account',
        projectToken: 'project',
        createdAt: new Date(),
      }),
      ledger: new Ledger(),
      requestsPerHour: 2,
    });
    try {
      const client = new RailwayClient({
        env: {
          TOKPULSE_RAILWAY_URL: limited.url,
          TOKPULSE_RAILWAY_TOKEN: 'account',
        },
      });
      const query = '{ project(id: "p") { name } }';
      const first = await client.send(query);
      expect(first.headers.get('x-ratelimit-limit')).toBe('2');
      expect(first.headers.get('x-ratelimit-remaining')).toBe('1');
      expect((await client.send(query)).status).toBe(200);
      const refused = await client.send(query);
      expect(refused.status).toBe(429);
      expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3_500);
      expect(Number(refused.headers.get('x-ratelimit-reset'))).toBeGreaterThan(
        Date.now() / 1_000,
      );
    } finally {
      await limited.stop();
    }
  });
});

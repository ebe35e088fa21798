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

import { ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { ask, readJson } from './__testUtils__/http';
import { packagePath } from './packagePath';
import { isAlive } from './processes/leftover';
import { waitFor } from './processes/waitFor';
import { SandboxStatus } from './sandbox/status';

jest.setTimeout(120_000);

/** On a quiet machine a start takes about two seconds. */
const startWithinMs = 30_000;

describe('the command', () => {
  let dir: string;
  let envFile: string;
  const children: ChildProcess[] = [];
  const gone = (child: ChildProcess) =>
    child.exitCode !== null || child.signalCode !== null;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'sandbox-command-'));
    envFile = join(dir, 'portal.env');
  });
  afterAll(async () => {
    for (const child of children) {
      child.kill('SIGTERM');
    }
    await waitFor(() => children.every(gone), { withinMs: 20_000 });
    await rm(dir, { recursive: true, force: true });
  });

  const start = (...args: string[]) => {
    const child = spawn(
      process.execPath,
      [
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        '--',
        packagePath('src', 'main.ts'),
        '--data-dir',
        join(dir, 'data'),
        '--env-file',
        envFile,
        ...args,
      ],
      { stdio: ['ignore', 'pipe', 'pipe'], env: cleanEnvironment() },
    );
    children.push(child);
    const chunks: string[] = [];
    const keep = (chunk: Buffer) => chunks.push(chunk.toString());
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    return { child, output: () => chunks.join('') };
  };

  const ready = async (started: ReturnType<typeof start>) => {
    const content = await waitFor(
      async () => {
        if (gone(started.child)) {
          return 'ended';
        }
        return readFile(envFile, 'utf8').catch(() => undefined);
      },
      { withinMs: startWithinMs, what: 'The environment file' },
    );
    if (content === 'ended') {
      throw new Error(`The sandbox ended: ${started.output()}`);
    }
    const env: Record<string, string> = Object.fromEntries(
      content
        .trim()
        .split('\n')
        .map(line => line.split(/=(.*)/s).slice(0, 2)),
    );
    const status = (await readJson(
      `${env.TOKPULSE_SANDBOX_URL}/status`,
    )) as SandboxStatus;
    const pids = [
      ...status.processes.map(({ pid }) => pid),
      ...status.servers.map(({ pid }) => pid),
    ].filter(pid => pid !== undefined);
    return { env, status, pids };
  };

  it('starts everything, survives a kill of itself, and ends everything', async () => {
    const first = start('--portal-database');
    const { env, pids } = await ready(first);
    expect(((await stat(envFile)).mode & 0o777).toString(8)).toBe('600');
    await waitFor(
      () =>
        first.output().includes(`sandbox ready ${env.TOKPULSE_SANDBOX_URL}\n`),
      { withinMs: 5_000, what: 'The line that says so' },
    );
    expect(Object.keys(env)).toEqual([
      'TOKPULSE_SANDBOX_URL',
      'TOKPULSE_API_URL',
      'TOKPULSE_APP_URL',
      'TOKPULSE_DASHBOARD_URL',
      'TOKPULSE_FLAGS_URL',
      'TOKPULSE_DATABASE_URL',
      'TOKPULSE_DATABASE_READONLY_URL',
      'TOKPULSE_REDIS_URL',
      'TOKPULSE_RAILWAY_URL',
      'TOKPULSE_RAILWAY_TOKEN',
      'TOKPULSE_RAILWAY_PROJECT_TOKEN',
      'TOKPULSE_RAILWAY_PROJECT_ID',
      'TOKPULSE_RAILWAY_ENVIRONMENT_ID',
      'TOKPULSE_RAILWAY_SERVICE',
      'TOKPULSE_STRIPE_URL',
      'TOKPULSE_STRIPE_SECRET_KEY',
      'PORTAL_OIDC_METADATA_URL',
      'PORTAL_OIDC_CLIENT_ID',
      'PORTAL_OIDC_CLIENT_SECRET',
      'PORTAL_SESSION_SECRET',
      'PORTAL_POSTGRES_HOST',
      'PORTAL_POSTGRES_PORT',
      'PORTAL_POSTGRES_USER',
      'PORTAL_POSTGRES_PASSWORD',
      'PORTAL_FILES_DIR',
    ]);
    expect(pids).toHaveLength(6);
    expect(pids.every(isAlive)).toBe(true);
    const { identityUrl } = (await readJson(
      `${env.TOKPULSE_SANDBOX_URL}/status`,
    )) as SandboxStatus;
    expect(await readJson(env.PORTAL_OIDC_METADATA_URL)).toMatchObject({
      issuer: identityUrl,
    });

    const portal = new Client({
      host: env.PORTAL_POSTGRES_HOST,
      port: Number(env.PORTAL_POSTGRES_PORT),
      user: env.PORTAL_POSTGRES_USER,
      password: env.PORTAL_POSTGRES_PASSWORD,
      database: 'postgres',
    });
    await portal.connect();
    await portal.query('CREATE DATABASE backstage_plugin_catalog');
    await portal.end();

    const owner = new Client({ connectionString: env.TOKPULSE_DATABASE_URL });
    await owner.connect();
    await owner.query("UPDATE plans SET price = 31 WHERE key = 'GROWTH'");
    await owner.end();

    const reader = new Client({
      connectionString: env.TOKPULSE_DATABASE_READONLY_URL,
    });
    await reader.connect();
    await expect(reader.query('DELETE FROM plans')).rejects.toThrow(
      'read-only transaction',
    );
    await reader.query('SET default_transaction_read_only = off');
    await expect(reader.query('DELETE FROM plans')).rejects.toThrow(
      'permission denied',
    );
    await reader.end();

    // One directory, one sandbox.
    const rival = start();
    await waitFor(() => gone(rival.child), { withinMs: startWithinMs });
    expect(rival.child.exitCode).toBe(1);
    expect(rival.output()).toContain('A sandbox already runs on');

    first.child.kill('SIGKILL');
    await waitFor(() => !pids.some(isAlive), {
      withinMs: 10_000,
      what: 'The end of all children',
    });

    // The second start finds the data, and the ids and secrets it had.
    const second = start('--portal-database', '--write-env', envFile);
    const again = await ready(second);
    expect(again.env.TOKPULSE_RAILWAY_TOKEN).toBe(env.TOKPULSE_RAILWAY_TOKEN);
    // A portal's cookies go on to be good.
    expect(again.env.PORTAL_SESSION_SECRET).toBe(env.PORTAL_SESSION_SECRET);
    expect(
      await readJson(`${again.env.TOKPULSE_API_URL}/health`),
    ).toMatchObject({ status: 'healthy' });
    const database = new Client({
      connectionString: again.env.TOKPULSE_DATABASE_URL,
    });
    await database.connect();
    expect(
      (await database.query("SELECT price FROM plans WHERE key = 'GROWTH'"))
        .rows,
    ).toEqual([{ price: 31 }]);
    await database.end();

    expect(
      (
        await ask(`${again.env.TOKPULSE_SANDBOX_URL}/faults/crash`, {
          method: 'POST',
        })
      ).json(),
    ).toMatchObject({ name: 'crash', active: true });
    expect((await ask(`${again.env.TOKPULSE_API_URL}/health`)).status).toBe(
      502,
    );

    second.child.kill('SIGTERM');
    await waitFor(() => gone(second.child), {
      withinMs: 15_000,
      what: 'The end of the sandbox',
    });
    expect(second.child.exitCode).toBe(0);
    expect(again.pids.some(isAlive)).toBe(false);
    await expect(ask(again.env.PORTAL_OIDC_METADATA_URL)).rejects.toThrow();
    await expect(stat(envFile)).rejects.toThrow('ENOENT');
  });

  it('explains its options, and refuses what it does not understand', async () => {
    const help = start('--help');
    await waitFor(() => gone(help.child), { withinMs: startWithinMs });
    expect(help.output()).toContain('--portal-database');
    expect(help.output()).toContain('--write-env');
    const wrong = start('--port-base', 'many');
    await waitFor(() => gone(wrong.child), { withinMs: startWithinMs });
    expect(wrong.child.exitCode).toBe(1);
    expect(wrong.output()).toContain('--port-base must be a whole number');
  });
});

function cleanEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, ...environment } = process.env;
  return environment;
}

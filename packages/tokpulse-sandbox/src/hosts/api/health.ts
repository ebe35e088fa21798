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

import { Pool } from 'pg';
import { version } from '../shared/version';

export type HealthStatus = 'healthy' | 'degraded' | 'unhealthy';

export interface HealthCheck {
  readonly name: string;
  readonly status: HealthStatus;
  /** Milliseconds; only the database check has it. */
  readonly responseTime?: number;
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly lastChecked: string;
}

export interface HealthReport {
  readonly status: HealthStatus;
  readonly timestamp: string;
  readonly version: string;
  readonly environment: string;
  /** Milliseconds since the process built its monitor. */
  readonly uptime: number;
  readonly checks: readonly HealthCheck[];
  readonly summary: Readonly<Record<'total' | HealthStatus, number>>;
}

export interface HealthOptions {
  readonly pool: Pool;
  /** Name and root URL of each vendor. */
  readonly dependencies: ReadonlyArray<{
    readonly name: string;
    readonly url: string;
  }>;
  /** Bytes that the container of this process may use. */
  readonly containerMemory: number;
}

const slowDatabaseMs = 1_000;
const dependencyTimeoutMs = 5_000;

/** Measures the process and what it needs, anew at every call. */
export class HealthMonitor {
  readonly #options: HealthOptions;
  readonly #startedAt = Date.now();

  constructor(options: HealthOptions) {
    this.#options = options;
  }

  get uptimeMs(): number {
    return Date.now() - this.#startedAt;
  }

  /** Runs all checks, one after the other, and sums them up. */
  async report(): Promise<HealthReport> {
    const checks = [
      await this.#database(),
      this.#memory(),
      this.#cpu(),
      this.#disk(),
      await this.#externalDependencies(),
    ];
    const count = (status: HealthStatus) =>
      checks.filter(check => check.status === status).length;
    const summary = {
      total: checks.length,
      healthy: count('healthy'),
      unhealthy: count('unhealthy'),
      degraded: count('degraded'),
    };
    return {
      status: worstOf(summary),
      timestamp: new Date().toISOString(),
      version,
      environment: process.env.NODE_ENV ?? 'development',
      uptime: this.uptimeMs,
      checks,
      summary,
    };
  }

  async #database(): Promise<HealthCheck> {
    const startedAt = performance.now();
    const elapsed = () => Math.round(performance.now() - startedAt);
    try {
      await this.#options.pool.query('SELECT 1');
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return {
        name: 'database',
        status: 'unhealthy',
        responseTime: elapsed(),
        message: `Database connection failed: ${reason}`,
        lastChecked: new Date().toISOString(),
      };
    }
    const responseTime = elapsed();
    const slow = responseTime >= slowDatabaseMs;
    return {
      name: 'database',
      status: slow ? 'degraded' : 'healthy',
      responseTime,
      message: slow
        ? `Database response time is slow: ${responseTime}ms`
        : 'Database connection successful',
      lastChecked: new Date().toISOString(),
    };
  }

  /** Used against allocated heap, not against a limit: as the original does. */
  #memory(): HealthCheck {
    const { heapUsed, heapTotal, rss, external } = process.memoryUsage();
    const usagePercent = (heapUsed / heapTotal) * 100;
    return {
      name: 'memory',
      status: byThresholds(usagePercent, { degraded: 75, unhealthy: 90 }),
      message: `Memory usage: ${usagePercent.toFixed(1)}% (${megabytes(
        heapUsed,
      )} / ${megabytes(heapTotal)})`,
      details: { heapUsed, heapTotal, rss, external, usagePercent },
      lastChecked: new Date().toISOString(),
    };
  }

  #cpu(): HealthCheck {
    const { user, system } = process.cpuUsage();
    const total = (user + system) / 1e6;
    return {
      name: 'cpu',
      status: 'healthy',
      message: `CPU usage: ${total.toFixed(2)}s`,
      details: { user, system, total },
      lastChecked: new Date().toISOString(),
    };
  }

  /**
   * Memory, in spite of its name, as in the original. The original asks the
   * system; here the container is asked, since the memory of the machine that
   * the sandbox happens to run on says nothing about TokPulse.
   */
  #disk(): HealthCheck {
    const totalSpace = this.#options.containerMemory;
    const freeSpace = Math.max(0, totalSpace - process.memoryUsage.rss());
    const usagePercent = ((totalSpace - freeSpace) / totalSpace) * 100;
    return {
      name: 'disk',
      status: byThresholds(usagePercent, { degraded: 80, unhealthy: 90 }),
      message: `Disk usage: ${usagePercent.toFixed(1)}%`,
      details: { freeSpace, totalSpace, usagePercent },
      lastChecked: new Date().toISOString(),
    };
  }

  async #externalDependencies(): Promise<HealthCheck> {
    const dependencies = await Promise.all(
      this.#options.dependencies.map(async ({ name, url }) => {
        const startedAt = performance.now();
        const status = await fetch(url, {
          method: 'HEAD',
          signal: AbortSignal.timeout(dependencyTimeoutMs),
        }).then(
          response => (response.ok ? 'healthy' : 'degraded'),
          () => 'unhealthy',
        );
        const responseTime = Math.round(performance.now() - startedAt);
        return { name, status, responseTime };
      }),
    );
    const healthy = dependencies.filter(
      ({ status }) => status === 'healthy',
    ).length;
    const all = dependencies.length;
    return {
      name: 'external_deps',
      status:
        (healthy === all && 'healthy') ||
        (healthy > 0 && 'degraded') ||
        'unhealthy',
      message: `${healthy}/${all} external dependencies healthy`,
      details: { dependencies },
      lastChecked: new Date().toISOString(),
    };
  }
}

function worstOf(summary: {
  unhealthy: number;
  degraded: number;
}): HealthStatus {
  if (summary.unhealthy > 0) {
    return 'unhealthy';
  }
  return summary.degraded > 0 ? 'degraded' : 'healthy';
}

function byThresholds(
  percent: number,
  limits: { degraded: number; unhealthy: number },
): HealthStatus {
  if (percent > limits.unhealthy) {
    return 'unhealthy';
  }
  return percent > limits.degraded ? 'degraded' : 'healthy';
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)}MB`;
}

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

/**
 * A TokPulse to practise on: real PostgreSQL, real Redis, the app, its
 * providers' APIs, and faults on demand. For practice, demonstrations and
 * tests; no plugin imports it.
 *
 * @packageDocumentation
 */

export type { FaultName, FaultSettings } from './faults/Fault';
export { faultNames } from './faults/Fault';
export type { FaultState } from './faults/FaultCatalog';
export type { Effect, LedgerEntry } from './ledger/Ledger';
export type { PostgresOptions, PostgresServer } from './postgres/startPostgres';
export { startPostgres } from './postgres/startPostgres';
export type { Sandbox, SandboxOptions } from './sandbox/startSandbox';
export { startSandbox } from './sandbox/startSandbox';
export type {
  ProcessStatus,
  SandboxStatus,
  ServerStatus,
} from './sandbox/status';

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

import type { TokPulseOpsApi } from '../src/api/tokpulseOpsApi';
import { scenarios } from './scenarios';
import { SimulatedRun } from './SimulatedRun';
import { planDiffers } from './workScenarios';

/**
 * The backend of the harness: a scenario chosen with `?scenario=<name>`, in
 * which a run that is started is played in the browser. With `?fate=fails` its
 * restart ends unknown, with `?fate=differs` it is not started.
 */
export function createHarnessApi(search: string): TokPulseOpsApi {
  const wanted = new URLSearchParams(search);
  const scenario = (
    scenarios[wanted.get('scenario') ?? ''] ?? scenarios.down
  )();
  const runs = new Map<string, SimulatedRun>();
  return {
    ...scenario,
    startRun: async ({ reason }) => {
      if (wanted.get('fate') === 'differs') {
        return planDiffers();
      }
      const run = new SimulatedRun({
        id: crypto.randomUUID(),
        fate: wanted.get('fate') === 'fails' ? 'fails' : 'works',
        reason,
      });
      runs.set(run.detail.id, run);
      run.play();
      return run.detail;
    },
    getRun: async (runId, options) =>
      runs.get(runId)?.detail ?? scenario.getRun(runId, options),
    listEvents: async query => {
      const run = runs.get(query.runId);
      return run === undefined
        ? scenario.listEvents(query)
        : {
            items: run.after(Number(query.after)),
            lastSeq: run.detail.lastSeq,
          };
    },
    followEvents: options =>
      runs.get(options.runId)?.follow(options) ??
      scenario.followEvents(options),
    readLog: async query =>
      runs.get(query.runId)?.lines(Number(query.from), Number(query.limit)) ??
      scenario.readLog(query),
    confirmStep: async (command, options) =>
      runs.get(command.runId)?.confirm() ??
      scenario.confirmStep(command, options),
    cancelRun: async (command, options) =>
      runs.get(command.runId)?.cancel() ?? scenario.cancelRun(command, options),
  };
}

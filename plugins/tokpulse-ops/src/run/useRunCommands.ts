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

import { useApi } from '@backstage/core-plugin-api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { describeApiError } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useCallback, useState } from 'react';
import { tokpulseOpsApiRef } from '../api/tokpulseOpsApi';
import { Intentions, retryLost } from '../data/intentions';
import { refreshPeople } from './people';
import { type RunCommand, sendCommand } from './runCommand';
import type { RunFeed } from './RunFeed';

export type { RunCommand } from './runCommand';

/** How sending a command goes. */
export interface RunCommands {
  /** `onDone` is called when it was accepted. */
  readonly send: (command: RunCommand, onDone?: () => void) => void;
  /** Kind of the command that is on its way. */
  readonly pending?: RunCommand['kind'];
  /** The last one was refused. */
  readonly error?: {
    readonly kind: RunCommand['kind'];
    readonly error: Error;
    /** The run was no longer where the page showed it. */
    readonly movedOn: boolean;
  };
  /** Forgets that the last one was refused. */
  readonly forget: () => void;
}

const CONFLICT = 409;

/** Conflicts that are about the person or the words, not about the run's place. */
const otherConflicts: ReadonlySet<string | undefined> = new Set([
  'not-lead',
  'request-in-progress',
]);

/** Whether a command was refused because the run stands elsewhere by now. */
export function hasMovedOn(error: Error): boolean {
  const { status, code } = describeApiError(error);
  return status === CONFLICT && !otherConflicts.has(code);
}

/** Sends commands to a run and takes over what they lead to. */
export function useRunCommands(runId: string, feed: RunFeed): RunCommands {
  const api = useApi(tokpulseOpsApiRef);
  const queries = useQueryClient();
  const [intentions] = useState(() => new Intentions());
  const refresh = () => {
    // Whatever was wrong, the page should show how the run stands.
    feed.refresh().catch(() => undefined);
    refreshPeople(queries, runId);
  };
  const { mutate, isPending, variables, error, reset } = useMutation({
    mutationFn: (command: RunCommand) =>
      intentions.send({ runId, ...command }, ({ idempotencyKey }) =>
        sendCommand({ api, runId, command, idempotencyKey }),
      ),
    ...retryLost,
    onSuccess: run => {
      if (run === undefined) {
        refresh();
      } else {
        feed.adopt(run);
        refreshPeople(queries, runId);
      }
    },
    onError: refresh,
  });
  const send = useCallback(
    (command: RunCommand, onDone?: () => void) =>
      mutate(command, { onSuccess: () => onDone?.() }),
    [mutate],
  );
  return {
    send,
    forget: reset,
    ...(isPending && { pending: variables.kind }),
    ...(error !== null &&
      variables !== undefined && {
        error: {
          kind: variables.kind,
          error,
          movedOn: hasMovedOn(error),
        },
      }),
  };
}

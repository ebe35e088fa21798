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
import { useCallback, useState } from 'react';
import { tokpulseOpsApiRef } from '../api/tokpulseOpsApi';
import { refreshPeople } from '../run/people';
import { type RunCommand, sendCommand } from '../run/runCommand';
import { hasMovedOn, type RunCommands } from '../run/useRunCommands';
import { useRefreshWork } from './inbox';
import { Intentions, retryLost } from './intentions';

/**
 * Sends commands about a run from outside of its page: answers to approvals and
 * reviews, locks that are taken. Afterwards every list of such work is read again.
 */
export function useCommandsAbout(runId: string): RunCommands {
  const api = useApi(tokpulseOpsApiRef);
  const queries = useQueryClient();
  const refreshWork = useRefreshWork();
  const [intentions] = useState(() => new Intentions());
  const { mutate, isPending, variables, error, reset } = useMutation({
    mutationFn: (command: RunCommand) =>
      intentions.send({ runId, ...command }, ({ idempotencyKey }) =>
        sendCommand({ api, runId, command, idempotencyKey }),
      ),
    ...retryLost,
    // Also after a refusal the page should show how things stand.
    onSettled: () => {
      refreshPeople(queries, runId);
      refreshWork();
    },
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
        error: { kind: variables.kind, error, movedOn: hasMovedOn(error) },
      }),
  };
}

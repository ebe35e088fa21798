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
import { useMutation } from '@tanstack/react-query';
import {
  type AnswerStep,
  type DecideStep,
  describeApiError,
  type RunDetail,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { tokpulseOpsApiRef } from '../api/tokpulseOpsApi';
import type { RunFeed } from './RunFeed';

/** Something that a person tells a run. */
export type RunCommand =
  | {
      readonly kind: 'confirm';
      readonly stepId: string;
      readonly planHash: string;
      readonly typed?: string;
    }
  | {
      readonly kind: 'answer';
      readonly stepId: string;
      readonly answer: AnswerStep;
    }
  | {
      readonly kind: 'decide';
      readonly stepId: string;
      readonly decision: DecideStep;
    }
  | { readonly kind: 'cancel'; readonly reason?: string };

/** How sending a command goes. */
export interface RunCommands {
  readonly send: (command: RunCommand) => void;
  /** Kind of the command that is on its way. */
  readonly pending?: RunCommand['kind'];
  /** The last one was refused. */
  readonly error?: {
    readonly kind: RunCommand['kind'];
    readonly error: Error;
    /** The run was no longer where the page showed it. */
    readonly movedOn: boolean;
  };
}

const CONFLICT = 409;

/** Sends commands to a run and takes over what they lead to. */
export function useRunCommands(runId: string, feed: RunFeed): RunCommands {
  const api = useApi(tokpulseOpsApiRef);

  const send = (command: RunCommand): Promise<RunDetail> => {
    switch (command.kind) {
      case 'confirm': {
        const { kind, ...body } = command;
        return api.confirmStep({ runId, ...body });
      }
      case 'answer': {
        const { stepId, answer } = command;
        return api.answerStep({ runId, stepId, answer });
      }
      case 'decide': {
        const { stepId, decision } = command;
        return api.decideStep({ runId, stepId, ...decision });
      }
      case 'cancel':
        return api.cancelRun({ runId, reason: command.reason });
      default:
        return command satisfies never;
    }
  };

  const { mutate, isPending, variables, error } = useMutation({
    mutationFn: send,
    onSuccess: run => feed.adopt(run),
    // Whatever was wrong, the page should show how the run stands.
    onError: () => feed.refresh().catch(() => undefined),
  });
  return {
    send: mutate,
    ...(isPending && { pending: variables.kind }),
    ...(error !== null &&
      variables !== undefined && {
        error: {
          kind: variables.kind,
          error,
          movedOn: describeApiError(error).status === CONFLICT,
        },
      }),
  };
}

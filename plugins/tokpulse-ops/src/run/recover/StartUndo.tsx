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

import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { useMutation } from '@tanstack/react-query';
import type {
  PlanAnswer,
  RunDetail,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { tokpulseOpsApiRef } from '../../api/tokpulseOpsApi';
import { Intentions, retryLost } from '../../data/intentions';
import { runRouteRef } from '../../routes';
import { ProblemNotice } from '../../states/ProblemNotice';
import { useText } from '../../translation';
import { UndoDialog } from './UndoDialog';

export interface StartUndoProps {
  readonly run: RunDetail;
  readonly onClose: () => void;
}

/** Takes back a run that is over, by a run of its own. */
export const StartUndo = ({ run, onClose }: StartUndoProps) => {
  const t = useText();
  const api = useApi(tokpulseOpsApiRef);
  const navigate = useNavigate();
  const runPath = useRouteRef(runRouteRef);
  const [intentions] = useState(() => new Intentions());
  const { mutate, isPending, error } = useMutation({
    mutationFn: ({ id, hash }: PlanAnswer) => {
      const body = { planId: id, planHash: hash };
      return intentions.send(body, request => api.startRun(body, request));
    },
    ...retryLost,
    onSuccess: ({ id }) => navigate(runPath?.({ runId: id }) ?? ''),
  });
  return (
    <UndoDialog
      run={run}
      text={t('undoing.textStart')}
      confirm={t('undoing.start')}
      pending={isPending}
      problem={
        error !== null && (
          <ProblemNotice title={t('runPage.failedAction')} error={error} />
        )
      }
      onConfirm={plan => mutate(plan)}
      onClose={onClose}
    />
  );
};

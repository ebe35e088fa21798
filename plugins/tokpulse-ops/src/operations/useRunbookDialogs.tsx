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

import {
  type RunbookSummary,
  type ServiceInfo,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { type ReactNode, useState } from 'react';
import type { Loadable } from '../data/loadable';
import type { May } from '../data/may';
import type { ServiceParams } from '../data/serviceParams';
import { PlanDialog } from '../plan/PlanDialog';
import { MissingRunbook } from './MissingRunbook';
import { RunbookDialog } from './RunbookDialog';

/** The parameter of the address that names the runbook to plan: links of notifications have it. */
export const PLAN = 'plan';

/** What is open above the page. */
type Dialog =
  | { readonly kind: 'none' }
  | { readonly kind: 'plan' | 'read'; readonly runbook: RunbookSummary };

export interface RunbookDialogs {
  readonly plan: (runbook: RunbookSummary) => void;
  readonly read: (runbook: RunbookSummary) => void;
  /** The dialog that is open; above the page. */
  readonly open: ReactNode;
  /** Said on the page when the address names a runbook that is not there. */
  readonly missing: ReactNode;
}

/** The dialogs of a service's runbooks, opened by the page or by its address. */
export function useRunbookDialogs(options: {
  readonly service: ServiceInfo;
  readonly entityRef: string | undefined;
  readonly runbooks: Loadable<RunbookSummary[]>;
  readonly params: ServiceParams;
  readonly mayStart: May;
}): RunbookDialogs {
  const { service, entityRef, runbooks, params, mayStart } = options;
  const [dialog, setDialog] = useState<Dialog>({ kind: 'none' });
  const named = params.get(PLAN);
  const linked =
    named !== undefined && runbooks.kind === 'data'
      ? runbooks.data.find(({ id }) => id === named)
      : undefined;
  const shown: Dialog =
    dialog.kind === 'none' && linked !== undefined && mayStart.allowed
      ? { kind: 'plan', runbook: linked }
      : dialog;
  const forget = () => params.set({ [PLAN]: undefined });
  const close = () => {
    setDialog({ kind: 'none' });
    if (named !== undefined) {
      forget();
    }
  };
  const plan = (runbook: RunbookSummary) =>
    setDialog({ kind: 'plan', runbook });
  return {
    plan,
    read: runbook => setDialog({ kind: 'read', runbook }),
    missing: named !== undefined &&
      runbooks.kind === 'data' &&
      linked === undefined && (
        <MissingRunbook service={service} runbook={named} onDismiss={forget} />
      ),
    open: (
      <>
        {shown.kind === 'plan' && (
          <PlanDialog
            key={shown.runbook.id}
            service={service.id}
            runbook={shown.runbook}
            entityRef={entityRef}
            onClose={close}
          />
        )}
        {shown.kind === 'read' && (
          <RunbookDialog
            service={service.id}
            runbook={shown.runbook}
            mayStart={mayStart}
            onPlan={() => plan(shown.runbook)}
            onClose={close}
          />
        )}
      </>
    ),
  };
}

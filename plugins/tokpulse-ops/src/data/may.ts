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

import type { ResourcePermission } from '@backstage/plugin-permission-common';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  breakGlassPermission,
  customerReadPermission,
  customerRevealPermission,
  evidenceReadPermission,
  incidentAcknowledgePermission,
  lockStealPermission,
  runControlPermission,
  runCreatePermission,
  stepApprovePermission,
  subscriptionReadPermission,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useText } from '../translation';
import { usePluginStatus } from './queries';

/** Whether the reader may do something; if not, why, in words. */
export type May =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly because: string };

function useMay(options: {
  readonly permission: ResourcePermission;
  readonly resourceRef: string | undefined;
  readonly otherwise:
    | 'may.control'
    | 'may.start'
    | 'may.approve'
    | 'may.breakGlass'
    | 'may.steal'
    | 'may.acknowledge';
}): May {
  const { permission, resourceRef, otherwise } = options;
  const t = useText();
  const plugin = usePluginStatus();
  const decision = usePermission({ permission, resourceRef });
  if (plugin.kind === 'data' && plugin.data.mode !== 'ready') {
    const message = plugin.data.notices[0]?.message ?? t('banner.readOnly');
    return { allowed: false, because: t('may.readOnly', { message }) };
  }
  if (decision.allowed) {
    return { allowed: true };
  }
  return {
    allowed: false,
    because: decision.loading
      ? t('may.checking')
      : t(otherwise, { permission: permission.name }),
  };
}

/** Whether the reader may plan and start runs against a service. */
export function useMayStart(service: string | undefined): May {
  return useMay({
    permission: runCreatePermission,
    resourceRef: service,
    otherwise: 'may.start',
  });
}

/** Whether the reader may confirm, answer, decide and cancel in a run. */
export function useMayControl(runId: string | undefined): May {
  return useMay({
    permission: runControlPermission,
    resourceRef: runId,
    otherwise: 'may.control',
  });
}

/** Whether the reader may say yes or no to what another person wants to run. */
export function useMayApprove(runId: string | undefined): May {
  return useMay({
    permission: stepApprovePermission,
    resourceRef: runId,
    otherwise: 'may.approve',
  });
}

/** Whether the reader may let a run go on without the approvals it needs. */
export function useMayBreakGlass(runId: string | undefined): May {
  return useMay({
    permission: breakGlassPermission,
    resourceRef: runId,
    otherwise: 'may.breakGlass',
  });
}

/** Whether the reader may take a target away from the run that holds it. */
export function useMaySteal(holderRunId: string | undefined): May {
  return useMay({
    permission: lockStealPermission,
    resourceRef: holderRunId,
    otherwise: 'may.steal',
  });
}

/** Whether the reader may say that they see to an incident of a service. */
export function useMayAcknowledge(service: string): May {
  return useMay({
    permission: incidentAcknowledgePermission,
    resourceRef: service,
    otherwise: 'may.acknowledge',
  });
}

/** Whether the reader may look; that stays possible while the plugin is read-only. */
function useMayLook(options: {
  readonly permission: ResourcePermission;
  readonly resourceRef: string | undefined;
  readonly otherwise:
    | 'may.evidence'
    | 'may.subscriptions'
    | 'may.lookUp'
    | 'may.reveal';
}): May {
  const { permission, resourceRef, otherwise } = options;
  const t = useText();
  const decision = usePermission({ permission, resourceRef });
  if (decision.allowed) {
    return { allowed: true };
  }
  return {
    allowed: false,
    because: decision.loading
      ? t('may.checking')
      : t(otherwise, { permission: permission.name }),
  };
}

/** Whether the reader may verify and export a run and read its files. */
export function useMayReadEvidence(runId: string | undefined): May {
  return useMayLook({
    permission: evidenceReadPermission,
    resourceRef: runId,
    otherwise: 'may.evidence',
  });
}

/** Whether the reader may see counts and lists of a service's subscriptions. */
export function useMayReadSubscriptions(service: string): May {
  return useMayLook({
    permission: subscriptionReadPermission,
    resourceRef: service,
    otherwise: 'may.subscriptions',
  });
}

/** Whether the reader may look customers, stores and subscriptions up. */
export function useMayLookUp(service: string): May {
  return useMayLook({
    permission: customerReadPermission,
    resourceRef: service,
    otherwise: 'may.lookUp',
  });
}

/** Whether the reader may see the names and addresses of customers. */
export function useMayReveal(service: string): May {
  return useMayLook({
    permission: customerRevealPermission,
    resourceRef: service,
    otherwise: 'may.reveal',
  });
}

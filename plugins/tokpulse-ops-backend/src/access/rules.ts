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
  createConditionExports,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import { z } from 'zod';
import { runResourceRef, serviceResourceRef } from './resources';

const isService = createPermissionRule({
  name: 'IS_SERVICE',
  description: 'Allow the services with these ids',
  resourceRef: serviceResourceRef,
  paramsSchema: z.object({
    ids: z.array(z.string()).describe('Ids of configured services'),
  }),
  apply: (service, { ids }) => ids.includes(service.id),
  toQuery: ({ ids }) => ({ ids }),
});

const hasEntity = createPermissionRule({
  name: 'HAS_ENTITY',
  description: 'Allow the services that list one of these entities',
  resourceRef: serviceResourceRef,
  paramsSchema: z.object({
    entityRefs: z
      .array(z.string())
      .describe('Entity references such as component:default/shop'),
  }),
  apply: (service, { entityRefs }) =>
    service.entities.some(ref => entityRefs.includes(ref)),
  toQuery: ({ entityRefs }) => ({ entityRefs }),
});

const isOfService = createPermissionRule({
  name: 'IS_OF_SERVICE',
  description: 'Allow the runs against these services',
  resourceRef: runResourceRef,
  paramsSchema: z.object({
    services: z.array(z.string()).describe('Ids of configured services'),
  }),
  apply: (run, { services }) => services.includes(run.service),
  toQuery: ({ services }) => ({ services }),
});

const isRequester = createPermissionRule({
  name: 'IS_REQUESTER',
  description: 'Allow the runs that this person started',
  resourceRef: runResourceRef,
  paramsSchema: z.object({
    userRef: z.string().describe('Entity reference of the person'),
  }),
  apply: (run, { userRef }) => run.requestedBy === userRef,
  toQuery: ({ userRef }) => ({ requestedBy: userRef }),
});

const isLead = createPermissionRule({
  name: 'IS_LEAD',
  description: 'Allow the runs that this person leads',
  resourceRef: runResourceRef,
  paramsSchema: z.object({
    userRef: z.string().describe('Entity reference of the person'),
  }),
  apply: (run, { userRef }) => run.lead === userRef,
  toQuery: ({ userRef }) => ({ lead: userRef }),
});

const hasPart = createPermissionRule({
  name: 'HAS_PART',
  description: 'Allow the runs that this person started or leads',
  resourceRef: runResourceRef,
  paramsSchema: z.object({
    userRef: z.string().describe('Entity reference of the person'),
  }),
  apply: (run, { userRef }) =>
    run.requestedBy === userRef || run.lead === userRef,
  toQuery: ({ userRef }) => ({ partOf: userRef }),
});

/** Rules about services, for conditional decisions of a policy. */
export const serviceRules = { isService, hasEntity };

/** Rules about runs, for conditional decisions of a policy. */
export const runRules = { isOfService, isRequester, isLead, hasPart };

const serviceExports = createConditionExports({
  resourceRef: serviceResourceRef,
  rules: serviceRules,
});

const runExports = createConditionExports({
  resourceRef: runResourceRef,
  rules: runRules,
});

/** Conditions about services, for a permission policy of your own. */
export const tokpulseOpsServiceConditions = serviceExports.conditions;

/** Makes a conditional decision for a permission about services. */
export const createTokpulseOpsServiceConditionalDecision =
  serviceExports.createConditionalDecision;

/** Conditions about runs, for a permission policy of your own. */
export const tokpulseOpsRunConditions = runExports.conditions;

/** Makes a conditional decision for a permission about runs. */
export const createTokpulseOpsRunConditionalDecision =
  runExports.createConditionalDecision;

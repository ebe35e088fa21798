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

import { z } from 'zod';
import { severitySchema } from './run';

/** `team`: a second person says yes. `solo`: the one person confirms. */
export const approvalModeSchema = z.enum(['solo', 'team']);
export type ApprovalMode = z.infer<typeof approvalModeSchema>;

export const approvalStateSchema = z.enum([
  'open',
  'approved',
  'rejected',
  /** By its requester, or by the approver before it was used. */
  'withdrawn',
  /** Nobody said anything in time, or a yes was not used in time. */
  'expired',
  /** The plan it was for is not the plan of the run any more. */
  'void',
]);
export type ApprovalState = z.infer<typeof approvalStateSchema>;

/**
 * One question to a second person, and the one answer to it. It names a plan
 * hash; another plan is another question.
 */
export const approvalSchema = z.object({
  /** UUIDv7. */
  id: z.string(),
  runId: z.string(),
  planHash: z.string(),
  /**
   * The one step it is about. Absent: every step of the plan that asks these
   * people and whose input was known when the plan was made.
   */
  stepId: z.string().optional(),
  /** Hex; of the resolved input of a step whose input came late. */
  inputHash: z.string().optional(),
  state: approvalStateSchema,
  /** Entity refs of groups and users who may answer; empty: all with the permission. */
  from: z.array(z.string()),
  /** Entity refs of who may not answer: the requester and the editors of the plan. */
  excluded: z.array(z.string()),
  /** What the approver has to type, for a step that asks to type its target. */
  typeTarget: z.string().optional(),
  requestedBy: z.string(),
  requestedAt: z.string(),
  expiresAt: z.string(),
  decidedBy: z.string().optional(),
  decidedAt: z.string().optional(),
  comment: z.string().optional(),
});
export type Approval = z.infer<typeof approvalSchema>;

/** One approval in the inbox, with what it is about. */
export const approvalItemSchema = approvalSchema.extend({
  service: z.string(),
  runbook: z.object({
    id: z.string(),
    title: z.string(),
    severity: severitySchema.optional(),
  }),
  lead: z.string(),
  reason: z.string().optional(),
  /** Name of the step, for an approval of one. */
  stepName: z.string().optional(),
  /** Number of changing steps that a yes lets run. */
  covers: z.number().int(),
  /** Whether the caller may answer it, and if not why. */
  mine: z.boolean(),
  notMineBecause: z.string().optional(),
});
export type ApprovalItem = z.infer<typeof approvalItemSchema>;

/**
 * What follows a broken glass: somebody looks at it afterwards and says so. It
 * stays on the page until then.
 */
export const reviewSchema = z.object({
  id: z.string(),
  runId: z.string(),
  service: z.string(),
  runbookTitle: z.string(),
  mode: approvalModeSchema,
  state: z.enum(['open', 'closed']),
  openedBy: z.string(),
  openedAt: z.string(),
  /** Why the glass was broken. */
  reason: z.string(),
  /** Solo: the next day. Absent in a team, where another person closes it at any time. */
  closableAt: z.string().optional(),
  closedBy: z.string().optional(),
  closedAt: z.string().optional(),
  note: z.string().optional(),
  /** Whether the caller may close it now, and if not why. */
  mine: z.boolean(),
  notMineBecause: z.string().optional(),
});
export type Review = z.infer<typeof reviewSchema>;

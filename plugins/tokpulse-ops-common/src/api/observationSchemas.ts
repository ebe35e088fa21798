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
import {
  incidentSchema,
  markerSchema,
  maskedCustomerSchema,
  observationWindowSchema,
  serviceStateSchema,
  storeSchema,
  subscriptionAnomalySchema,
  subscriptionSchema,
  trendSchema,
} from '../domain';

/** `GET /states`: every service that the caller may see, as it is now. */
export const serviceStateListSchema = z.object({
  items: z.array(serviceStateSchema),
});

/** Query of views that reach back. */
export const windowQuerySchema = z.object({
  window: observationWindowSchema.default('24h'),
});
export type WindowQuery = z.input<typeof windowQuerySchema>;

/** `GET /services/:service/response-times`. */
export const responseTimesSchema = z.object({
  trends: z.array(trendSchema),
  markers: z.array(markerSchema),
});
export type ResponseTimes = z.infer<typeof responseTimesSchema>;

/** `GET /services/:service/metrics` query; no search: all. */
export const metricsQuerySchema = z.object({
  /** Words that name or labels must contain; `label=value` for one label. */
  search: z.string().max(200).optional(),
  host: z.string().optional(),
  limit: z.coerce.number<number>().int().min(1).max(1000).default(200),
});
export type MetricsQuery = z.input<typeof metricsQuerySchema>;

/** `GET /services/:service/metrics/history` query. */
export const metricHistoryQuerySchema = windowQuerySchema.extend({
  name: z.string().max(200),
  host: z.string().optional(),
});
export type MetricHistoryQuery = z.input<typeof metricHistoryQuerySchema>;

/** `GET /services/:service/incidents` query. Newest first. */
export const listIncidentsQuerySchema = z.object({
  cursor: z.string().optional(),
  limit: z.coerce.number<number>().int().min(1).max(100).default(20),
});
export type ListIncidentsQuery = z.input<typeof listIncidentsQuerySchema>;

export const incidentListSchema = z.object({
  items: z.array(incidentSchema),
  nextCursor: z.string().optional(),
});
export type IncidentList = z.infer<typeof incidentListSchema>;

/** `POST /services/:service/incidents/:incident/acknowledge`. */
export const acknowledgeIncidentSchema = z.object({
  note: z.string().max(500).optional(),
});
export type AcknowledgeIncident = z.infer<typeof acknowledgeIncidentSchema>;

/** `GET /observations/stream` query; no service: every visible one. */
export const observationStreamQuerySchema = z.object({
  service: z.string().optional(),
});

/** `GET /services/:service/subscriptions` query. Keyset-paginated. */
export const listSubscriptionsQuerySchema = z.object({
  status: z.string().max(40).optional(),
  plan: z.string().max(80).optional(),
  anomaly: subscriptionAnomalySchema.optional(),
  /** Beginning of the organization's name. */
  organization: z.string().max(120).optional(),
  cursor: z.string().optional(),
  limit: z.coerce.number<number>().int().min(1).max(100).default(25),
});
export type ListSubscriptionsQuery = z.input<
  typeof listSubscriptionsQuerySchema
>;

export const subscriptionListSchema = z.object({
  items: z.array(subscriptionSchema),
  nextCursor: z.string().optional(),
});
export type SubscriptionList = z.infer<typeof subscriptionListSchema>;

const reasonSchema = z.string().trim().min(5).max(500);

/** A look-up of personal data; the reason is kept in the audit log. */
export const lookUpSchema = z.object({ reason: reasonSchema });
export type LookUp = z.infer<typeof lookUpSchema>;

/** `POST /services/:service/customers/look-up`. */
export const lookUpCustomerSchema = lookUpSchema.extend({
  email: z.email().max(254),
});
export type LookUpCustomer = z.infer<typeof lookUpCustomerSchema>;

export const customerListSchema = z.object({
  items: z.array(
    maskedCustomerSchema.extend({
      /** That of the organization, which all its people share. */
      subscription: subscriptionSchema.optional(),
    }),
  ),
});
export type CustomerList = z.infer<typeof customerListSchema>;

/** `POST /services/:service/stores/look-up`. */
export const lookUpStoreSchema = lookUpSchema.extend({
  domain: z.string().trim().min(3).max(253),
});
export type LookUpStore = z.infer<typeof lookUpStoreSchema>;

export const storeListSchema = z.object({ items: z.array(storeSchema) });
export type StoreList = z.infer<typeof storeListSchema>;

/** `POST /services/:service/customers/:customer/reveal`: unmasked. */
export const revealedCustomerSchema = z.object({
  userId: z.string(),
  email: z.string(),
  name: z.string().optional(),
});
export type RevealedCustomer = z.infer<typeof revealedCustomerSchema>;

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

/** The parts of a service's page, in their order; the names stand in addresses. */
export const sectionIds = [
  'now',
  'health',
  'performance',
  'metrics',
  'subscriptions',
  'runbooks',
  'activity',
  'about',
] as const;

/** A part of a service's page. */
export type SectionId = (typeof sectionIds)[number];

export const sectionWords = {
  now: 'sections.now',
  health: 'sections.health',
  performance: 'sections.performance',
  metrics: 'sections.metrics',
  subscriptions: 'sections.subscriptions',
  runbooks: 'sections.runbooks',
  activity: 'sections.activity',
  about: 'sections.about',
} as const satisfies Readonly<Record<SectionId, string>>;

/** The section of that name, if there is one. */
export function sectionNamed(name: string | undefined): SectionId | undefined {
  return sectionIds.find(id => id === name);
}

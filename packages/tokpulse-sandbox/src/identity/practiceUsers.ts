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

/** Somebody who can sign in to a portal that uses the sandbox. */
export interface PracticeUser {
  /** What the token calls the subject; the portal's catalog has a user of this name. */
  readonly name: string;
  readonly displayName: string;
  /** How a portal finds its user for the person who has signed in. */
  readonly email: string;
  readonly role: string;
  /** What the role lets one do, in a few words. */
  readonly may: string;
}

/** The password of all of them; the sign-in page shows it. */
export const practicePassword = 'practice';

/** One for each role, and a second operator to hand a run over to. */
export const practiceUsers: readonly PracticeUser[] = [
  {
    name: 'viewer',
    displayName: 'Vera Lind',
    email: 'viewer@tokpulse.example',
    role: 'Viewer',
    may: 'sees services, runbooks and runs',
  },
  {
    name: 'operator',
    displayName: 'Olaf Brandt',
    email: 'operator@tokpulse.example',
    role: 'Operator',
    may: 'plans, starts and leads runs',
  },
  {
    name: 'operator2',
    displayName: 'Oyuki Tanaka',
    email: 'operator2@tokpulse.example',
    role: 'Operator',
    may: 'takes over from the first one',
  },
  {
    name: 'approver',
    displayName: 'Arne Holm',
    email: 'approver@tokpulse.example',
    role: 'Approver',
    may: 'decides about plans of others',
  },
  {
    name: 'administrator',
    displayName: 'Ada Moreau',
    email: 'administrator@tokpulse.example',
    role: 'Administrator',
    may: 'everything, emergencies too',
  },
];

export function practiceUser(name: string): PracticeUser | undefined {
  return practiceUsers.find(user => user.name === name);
}

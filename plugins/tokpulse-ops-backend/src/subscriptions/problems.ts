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

import { InputError, NotFoundError } from '@backstage/errors';
import { ActionError } from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import { UnavailableError, withProblem } from '../problems';

/** Answers what the service's database did, in the words of the closed set. */
export async function answering<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ActionError) {
      throw new UnavailableError({
        code: error.code,
        message: error.message,
        nextStep: error.nextStep ?? 'Try again in a moment',
      });
    }
    throw error;
  }
}

export function noSuchSubscription(id: string): NotFoundError {
  return withProblem(new NotFoundError(`There is no subscription '${id}'`), {
    code: 'no-such-subscription',
    nextStep: 'Open the list of subscriptions',
  });
}

export function noSuchCustomer(id: string): NotFoundError {
  return withProblem(new NotFoundError(`There is no customer '${id}'`), {
    code: 'no-such-customer',
    nextStep: 'Look the customer up by their e-mail address',
  });
}

export function foreignCursor(): InputError {
  return withProblem(
    new InputError(
      'The cursor of the list of subscriptions is not one of ours',
    ),
    {
      code: 'invalid-cursor',
      nextStep: 'Begin the list again, with the same filters for all pages',
    },
  );
}

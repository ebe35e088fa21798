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

import { timingSafeEqual } from 'node:crypto';
import { IncomingHttpHeaders } from 'node:http';
import { GraphQLError } from 'graphql';
import { Project } from './Project';

/** Who asks. */
export type Identity =
  | { readonly kind: 'account' }
  | { readonly kind: 'project-token'; readonly environmentId: string }
  | { readonly kind: 'nobody' };

/**
 * An account token comes as `Authorization: Bearer`, a project token as
 * `Project-Access-Token`; neither is accepted in the other's place.
 */
export function identify(
  headers: IncomingHttpHeaders,
  project: Project,
): Identity {
  const projectToken = headers['project-access-token'];
  if (typeof projectToken === 'string') {
    return same(projectToken, project.projectToken)
      ? { kind: 'project-token', environmentId: project.environment.id }
      : { kind: 'nobody' };
  }
  const bearer = headers.authorization?.match(/^Bearer (\S+)$/i)?.[1];
  return bearer !== undefined && same(bearer, project.accountToken)
    ? { kind: 'account' }
    : { kind: 'nobody' };
}

export function notAuthorized(): GraphQLError {
  return new GraphQLError('Not Authorized', {
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  });
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

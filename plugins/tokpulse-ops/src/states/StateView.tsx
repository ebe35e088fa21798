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

import type { ReactNode } from 'react';
import type { Loadable } from '../data/loadable';
import { useText } from '../translation';
import { ProblemPanel } from './ProblemPanel';
import { Skeleton, type SkeletonShape } from './Skeleton';

export interface StateViewProps<T> {
  readonly of: Loadable<T>;
  /** What is shown, for "Could not load {what}". */
  readonly what: string;
  /** Permission that seeing it needs. */
  readonly permission: string;
  readonly skeleton?: SkeletonShape;
  /** Shown instead of the children when there is nothing in the data. */
  readonly empty?: {
    readonly when: (data: T) => boolean;
    readonly title: string;
    readonly nextStep: string;
  };
  readonly children: (
    data: T,
    loaded: Extract<Loadable<T>, { kind: 'data' }>,
  ) => ReactNode;
}

/** The one place where the states of loaded data become visible. */
export function StateView<T>(props: StateViewProps<T>) {
  const { of, what, permission, skeleton = 'list', empty, children } = props;
  const t = useText();
  switch (of.kind) {
    case 'loading':
      return (
        <Skeleton shape={skeleton} label={t('problem.loading', { what })} />
      );
    case 'forbidden':
      return (
        <ProblemPanel
          kind="forbidden"
          title={t('problem.forbidden', { what })}
          message={of.problem.message}
          nextStep={
            of.problem.nextStep ?? t('problem.forbiddenStep', { permission })
          }
        />
      );
    case 'missing':
      return (
        <ProblemPanel
          kind="missing"
          title={t('problem.missing', { what })}
          nextStep={of.problem.nextStep ?? t('problem.missingStep')}
        />
      );
    case 'error':
      return (
        <ProblemPanel
          kind="error"
          title={t('problem.error', { what })}
          message={of.problem.message}
          nextStep={
            of.problem.nextStep ??
            t(
              of.problem.status === undefined
                ? 'problem.offlineStep'
                : 'problem.errorStep',
            )
          }
          action={{ label: t('problem.retry'), onClick: of.retry }}
        />
      );
    case 'data':
      return empty?.when(of.data) ? (
        <ProblemPanel
          kind="empty"
          title={empty.title}
          nextStep={empty.nextStep}
        />
      ) : (
        <>{children(of.data, of)}</>
      );
    default:
      return of satisfies never;
  }
}

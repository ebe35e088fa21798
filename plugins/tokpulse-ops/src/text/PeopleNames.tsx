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

import { Fragment } from 'react';
import { PersonName } from './PersonName';

/** People and groups by name, with their entity refs on hover. */
export const PeopleNames = ({ refs }: { readonly refs: readonly string[] }) => (
  <>
    {refs.map((ref, index) => (
      <Fragment key={ref}>
        {index > 0 && ', '}
        <PersonName entityRef={ref} />
      </Fragment>
    ))}
  </>
);

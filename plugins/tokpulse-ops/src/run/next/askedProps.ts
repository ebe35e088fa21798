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

import type { AnswerStep } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { NextProps } from './nextProps';

/** What a view is given that asks the operator something. */
export interface AskedProps
  extends Pick<NextProps, 'run' | 'lead' | 'commands'> {
  readonly title: string;
  readonly onAnswer: (answer: AnswerStep) => void;
}

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

import { ProblemNotice } from '../../states/ProblemNotice';
import { useText } from '../../translation';
import type { RunCommand, RunCommands } from '../useRunCommands';

export interface CommandErrorProps {
  readonly commands: RunCommands;
  readonly kind: RunCommand['kind'];
}

/** Why the last command of this kind was not accepted. */
export const CommandError = ({ commands, kind }: CommandErrorProps) => {
  const t = useText();
  const { error } = commands;
  return error?.kind === kind ? (
    <ProblemNotice
      title={error.movedOn ? t('runPage.movedOn') : t('runPage.failedAction')}
      error={error.error}
    />
  ) : null;
};

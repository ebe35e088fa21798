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

import {
  type ObservationWindow,
  observationWindowSchema,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { ChoiceButtons } from '../states/ChoiceButtons';
import { useText } from '../translation';
import { useWindowWords } from './windows';

export interface WindowSwitchProps {
  readonly window: ObservationWindow;
  readonly onWindow: (window: ObservationWindow) => void;
}

/** Chooses how far back a chart reaches. */
export const WindowSwitch = ({ window, onWindow }: WindowSwitchProps) => {
  const t = useText();
  const words = useWindowWords();
  return (
    <ChoiceButtons
      label={t('windows.label')}
      value={window}
      options={observationWindowSchema.options.map(value => ({
        value,
        label: words.short[value],
      }))}
      onChoice={onWindow}
    />
  );
};

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

import type { PluginStatus } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { usePluginStatus } from '../data/queries';
import { asSentence } from '../text/sentence';
import type { Tone } from '../tones/tones';
import { useText } from '../translation';
import { Notice } from './Notice';

const toneOf: Readonly<Record<PluginStatus['mode'], Tone>> = {
  ready: 'active',
  'read-only': 'warning',
  unavailable: 'critical',
};

/** Says why nothing can be changed, and what to do about it. */
export const PluginBanner = () => {
  const t = useText();
  const status = usePluginStatus();
  if (status.kind !== 'data') {
    return null;
  }
  const { mode, notices } = status.data;
  const title = {
    ready: t('banner.notice'),
    'read-only': t('banner.readOnly'),
    unavailable: t('banner.unavailable'),
  }[mode];
  if (mode === 'ready' && notices.length === 0) {
    return null;
  }
  return (
    <Notice tone={toneOf[mode]} title={title}>
      {notices.map(notice => (
        <p key={notice.code}>
          {asSentence(notice.message)} {asSentence(notice.nextStep)}
        </p>
      ))}
    </Notice>
  );
};

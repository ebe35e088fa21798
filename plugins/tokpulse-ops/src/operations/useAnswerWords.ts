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

import type { HostAnswer } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useText } from '../translation';

/** Returns a function that says how a host answered. */
export function useAnswerWords(): (answer: HostAnswer) => string {
  const t = useText();
  return answer => {
    switch (answer) {
      case 'answered':
        return t('answer.answered');
      case 'answered-without-checks':
        return t('answer.answeredWithoutChecks');
      case 'rate-limited':
        return t('answer.rateLimited');
      case 'not-offered':
        return t('answer.notOffered');
      case 'unexpected-content':
        return t('answer.unexpectedContent');
      case 'server-error':
        return t('answer.serverError');
      case 'edge-error':
        return t('answer.edgeError');
      case 'timeout':
        return t('answer.timeout');
      case 'refused':
        return t('answer.refused');
      case 'dns-error':
        return t('answer.dnsError');
      case 'tls-error':
        return t('answer.tlsError');
      case 'connection-lost':
        return t('answer.connectionLost');
      case 'blocked':
        return t('answer.blocked');
      default:
        return answer satisfies never;
    }
  };
}

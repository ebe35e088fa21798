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

import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import type {
  DecisionChoice,
  RunDetail,
  RunEvent,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { ReactNode } from 'react';
import { runRouteRef } from '../routes';
import { PersonName } from '../text/PersonName';
import { visibleText } from '../text/visibleText';
import { useSigns } from '../tones/useSigns';
import { type Text, useText } from '../translation';

function choiceWords(t: Text, choice: DecisionChoice): string {
  switch (choice) {
    case 'retry':
      return t('past.retry');
    case 'edit':
      return t('past.edit');
    case 'skip':
      return t('past.skip');
    case 'by-hand':
      return t('past.byHand');
    case 'undo':
      return t('past.undo');
    case 'stop':
      return t('past.stop');
    default:
      return choice satisfies never;
  }
}

/** Adds what a person said, where they said something. */
function saying(said: string | undefined): string {
  return said === undefined || said === '' ? '' : `: ${visibleText(said)}`;
}

/** Returns a function that says in words what an event was; null for none. */
export function useEventWords(
  run: Pick<RunDetail, 'steps'>,
): (event: RunEvent) => ReactNode {
  const t = useText();
  const signs = useSigns();
  const runPath = useRouteRef(runRouteRef);
  const nameOf = (stepId: string | undefined) =>
    run.steps.find(({ id }) => id === stepId)?.name ?? stepId ?? '';
  const aboutOf = (stepId: string | undefined) =>
    stepId === undefined ? t('edit.wholePlan') : `“${nameOf(stepId)}”`;
  const linkTo = (runId: string) => (
    <Link to={runPath?.({ runId }) ?? ''}>{t('past.thatRun')}</Link>
  );
  return ({ actor, body }) => {
    const who = <PersonName entityRef={actor} />;
    switch (body.type) {
      case 'run-created':
        return t('past.created', { who });
      case 'run-state':
        return t('past.runState', {
          state: signs.run({
            ...body,
            withFailures: false,
            cancelRequested: false,
          }).word,
        });
      case 'step-state':
        return t('past.stepState', {
          step: nameOf(body.stepId),
          state: signs.step({ state: body.state, handled: false }).word,
        });
      case 'confirmed':
        return t('past.confirmed', { who, step: nameOf(body.stepId) });
      case 'approval-requested':
        return t('past.asked', { about: aboutOf(body.stepId) });
      case 'approval-decided':
        return (
          <>
            {t('past.judged', {
              who,
              about: aboutOf(body.stepId),
              state: signs.approval(body.state).word,
            })}
            {saying(body.comment)}
          </>
        );
      case 'glass-broken':
        return (
          <>
            {t('past.glass', { who })}
            {saying(body.reason)}
          </>
        );
      case 'review-closed':
        return (
          <>
            {t('past.review', { who })}
            {saying(body.note)}
          </>
        );
      case 'lead-changed':
        return (
          <>
            {actor === body.to
              ? t('past.tookOver', {
                  who,
                  from: <PersonName entityRef={body.from} />,
                })
              : t('past.handedOver', {
                  who,
                  to: <PersonName entityRef={body.to} />,
                })}
            {saying(body.reason)}
          </>
        );
      case 'answered':
        return t('past.answered', { who, step: nameOf(body.stepId) });
      case 'decided':
        return (
          <>
            {t('past.decided', {
              who,
              step: nameOf(body.stepId),
              choice: choiceWords(t, body.choice),
            })}
            {saying(body.reason ?? body.evidence)}
            {body.files !== undefined && body.files.length > 0 && (
              <>
                {' '}
                ({body.files.map(({ name }) => visibleText(name)).join(', ')})
              </>
            )}
          </>
        );
      case 'plan-changed':
        return t('past.planChanged', { who, step: nameOf(body.stepId) });
      case 'undo-started':
        return t('past.undoStarted', { run: linkTo(body.runId) });
      case 'undo-ended':
        return t('past.undoEnded', {
          run: linkTo(body.runId),
          count: body.undone.length,
        });
      case 'lock-acquired':
        return t('past.locked', { targets: body.targets.join(', ') });
      case 'lock-released':
        return t('past.unlocked', { targets: body.targets.join(', ') });
      case 'lock-stolen':
        return (
          <>
            {t('past.stolen', { who, targets: body.targets.join(', ') })}
            {saying(body.reason)}
          </>
        );
      case 'cancel-requested':
        return (
          <>
            {t('past.cancelled', { who })}
            {saying(body.reason)}
          </>
        );
      case 'late-result':
        return t('past.late', { step: nameOf(body.stepId) });
      case 'driver-claimed':
      case 'verification':
      case 'log':
      case 'item-state':
        return null;
      default:
        return body satisfies never;
    }
  };
}

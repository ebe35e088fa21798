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

import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import {
  previewSchema,
  type Finding,
  type Preview,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  ActionError,
  type ServiceAccess,
} from '@tokpulse/backstage-plugin-tokpulse-ops-node';
import type { Redactor } from '../types';
import { StepFindings } from './findings';
import type { ResolvedStep } from './resolveStep';

/** What a step will do, in its own words, and what went wrong while asking. */
export interface StepPreview {
  readonly previews: readonly Preview[];
  readonly findings: readonly Finding[];
}

/** Asks the action of a step what it will do. Never throws. */
export async function previewStep(
  step: ResolvedStep,
  options: {
    readonly service: ServiceAccess;
    readonly signal: AbortSignal;
    readonly redactor: Redactor;
    readonly logger: LoggerService;
    /** Milliseconds that the action may take. */
    readonly limitMs: number;
  },
): Promise<StepPreview> {
  const { service, redactor, logger, limitMs } = options;
  const { preview } = step;
  if (preview === undefined) {
    return { previews: [], findings: [] };
  }
  const findings = new StepFindings({ stepId: step.planned.step.id });
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), limitMs);
  const signal = AbortSignal.any([options.signal, limit.signal]);
  try {
    const asked = preview.action.plan({
      input: preview.input,
      service,
      signal,
    });
    const previews = await Promise.race([asked, rejectOnAbort(signal)]);
    return {
      previews: previews.map(one => previewSchema.parse(redactor.json(one))),
      findings: [],
    };
  } catch (error) {
    if (error instanceof ActionError) {
      const finding = {
        code: error.code,
        message: redactor.text(error.message),
        nextStep: redactor.text(
          error.nextStep ?? 'Find out why before you start the run',
        ),
      };
      if (error.code === 'not-configured') {
        findings.block(finding);
      } else {
        findings.warn({
          ...finding,
          message: `What it will do could not be looked up: ${finding.message}`,
        });
      }
    } else if (limit.signal.aborted) {
      findings.warn({
        code: 'preview-timeout',
        message: `What it will do could not be looked up within ${
          limitMs / 1000
        } s`,
        nextStep: 'Plan again, or start the run without the preview',
      });
    } else {
      logger.warn(
        `The preview of ${preview.action.id} failed: ${redactor.text(
          stringifyError(error),
        )}`,
      );
      findings.warn({
        code: 'preview-failed',
        message: 'What it will do could not be looked up',
        nextStep: 'The log of the backend says why',
      });
    }
    return { previews: [], findings: findings.all };
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The findings of previews, but for those that preflight has, too, and says
 * better: both have asked the same provider.
 */
export function withoutRepeated(
  previews: readonly StepPreview[],
  preflight: readonly Finding[],
): readonly Finding[] {
  const known = new Set(
    preflight
      .filter(({ code }) =>
        ['credential-refused', 'credential-not-checked'].includes(code),
      )
      .map(({ stepId }) => stepId),
  );
  return previews
    .flatMap(({ findings }) => findings)
    .filter(({ level, stepId }) => level === 'blocking' || !known.has(stepId));
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const abort = () => reject(new Error('The preview was cut off'));
    if (signal.aborted) {
      abort();
    }
    signal.addEventListener('abort', abort, { once: true });
  });
}

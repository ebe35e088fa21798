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

import type { JsonObject } from '@backstage/types';
import Button from '@material-ui/core/Button';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import { makeStyles } from '@material-ui/core/styles';
import {
  type RunbookDetail,
  runbookReadPermission,
  runCreatePermission,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  type KeyboardEvent,
  lazy,
  Suspense,
  useEffect,
  useId,
  useMemo,
  useRef,
} from 'react';
import type { Loadable } from '../data/loadable';
import { OpsDialog } from '../states/OpsDialog';
import { Skeleton } from '../states/Skeleton';
import { StateView } from '../states/StateView';
import { useText } from '../translation';
import { onArrowKeys } from './arrowKeys';
import { PlanView } from './PlanView';
import { StartBar } from './StartBar';
import { stepSections } from './stepSections';
import { usePlanning } from './usePlanning';

const InputsForm = lazy(() => import('./InputsForm'));

const useStyles = makeStyles(
  theme => ({
    content: {
      padding: '16px 24px 20px',
      [theme.breakpoints.down('xs')]: { padding: '12px 16px 16px' },
    },
    // The keys of a part of the dialog, without a box of its own.
    keys: { display: 'contents' },
    plan: { outline: 0 },
    making: { margin: '0 0 8px', fontSize: 15 },
    actions: { padding: '10px 16px' },
  }),
  { name: 'TokPulseOpsPlanDialog' },
);

export interface PlanDialogProps {
  readonly service: string;
  readonly runbook: { readonly id: string; readonly title: string };
  readonly entityRef?: string;
  readonly initialInputs?: JsonObject;
  readonly onClose: () => void;
}

/** Headings to group steps by, while the text is the one that was planned. */
function useSections(
  detail: Loadable<RunbookDetail>,
  contentHash: string | undefined,
): ReadonlyMap<string, string> | undefined {
  const body =
    detail.kind === 'data' && detail.data.contentHash === contentHash
      ? detail.data.body
      : undefined;
  return useMemo(
    () => (body === undefined ? undefined : stepSections(body)),
    [body],
  );
}

/** From a runbook through its inputs and its plan to a run. */
export const PlanDialog = (props: PlanDialogProps) => {
  const { service, runbook, entityRef, initialInputs, onClose } = props;
  const classes = useStyles();
  const t = useText();
  const formId = useId();
  const planning = usePlanning({
    service,
    runbook: runbook.id,
    entityRef,
    initialInputs,
  });
  const { detail, stage, asks } = planning;
  const formLabel = t('problem.loading', { what: t('plan.whatForm') });
  const made =
    stage.kind === 'plan' && stage.plan.kind === 'data'
      ? stage.plan.data
      : undefined;
  const sections = useSections(detail, made?.runbook.contentHash);
  const planBox = useRef<HTMLDivElement>(null);
  const startButton = useRef<HTMLButtonElement>(null);
  const planId = made?.id;
  useEffect(() => {
    // Arrow keys and screen readers go on from the plan that has appeared.
    if (planId !== undefined) {
      planBox.current?.focus({ preventScroll: true });
    }
  }, [planId]);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      startButton.current?.click();
    } else if (made !== undefined) {
      onArrowKeys(event);
    }
  };
  return (
    <OpsDialog
      title={t('plan.title', { runbook: runbook.title })}
      onClose={onClose}
    >
      {/* Keys of a group of controls, each of which can be reached by itself. */}
      <div className={classes.keys} role="presentation" onKeyDown={onKeyDown}>
        <DialogContent dividers className={classes.content}>
          {stage.kind === 'inputs' ? (
            <StateView
              of={detail}
              what={runbook.title}
              permission={runbookReadPermission.name}
            >
              {({ inputs = {} }) => (
                <Suspense
                  fallback={<Skeleton shape="list" label={formLabel} />}
                >
                  <InputsForm
                    id={formId}
                    schema={inputs}
                    values={planning.values}
                    onChange={planning.setValues}
                    onSubmit={planning.submit}
                  />
                </Suspense>
              )}
            </StateView>
          ) : (
            <div ref={planBox} tabIndex={-1} className={classes.plan}>
              {stage.plan.kind === 'loading' && (
                <p className={classes.making} role="status">
                  {t('plan.making')}
                </p>
              )}
              <StateView
                of={stage.plan}
                what={t('plan.what')}
                permission={runCreatePermission.name}
              >
                {plan => (
                  <PlanView key={plan.id} plan={plan} sections={sections} />
                )}
              </StateView>
            </div>
          )}
        </DialogContent>
        {stage.kind === 'inputs' ? (
          <DialogActions className={classes.actions}>
            <Button onClick={onClose}>{t('plan.close')}</Button>
            <Button
              ref={startButton}
              type="submit"
              form={formId}
              color="primary"
              variant="contained"
              disabled={!asks}
            >
              {t('plan.make')}
            </Button>
          </DialogActions>
        ) : (
          <StartBar
            plan={made}
            inputs={stage.inputs}
            onChange={asks ? planning.change : undefined}
            onPlanAgain={planning.planAgain}
            startButton={startButton}
          />
        )}
      </div>
    </OpsDialog>
  );
};

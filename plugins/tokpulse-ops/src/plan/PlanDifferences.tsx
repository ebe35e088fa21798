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

import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import {
  describeApiError,
  type PlanDifference,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { Notice } from '../states/Notice';
import { visibleText } from '../text/visibleText';
import { useText } from '../translation';

const useStyles = makeStyles(
  theme => ({
    list: {
      margin: '8px 0 0',
      padding: 0,
      display: 'grid',
      gap: 8,
      gridTemplateColumns: 'minmax(0, 1fr)',
      maxHeight: '32vh',
      overflowY: 'auto',
      '& dt, & dd': { margin: 0 },
    },
    what: { fontWeight: 600 },
    side: {
      display: 'grid',
      gridTemplateColumns: '76px minmax(0, 1fr)',
      gap: '0 8px',
      whiteSpace: 'pre-wrap',
      overflowWrap: 'anywhere',
      [theme.breakpoints.down('xs')]: {
        gridTemplateColumns: '60px minmax(0, 1fr)',
      },
    },
    planned: { textDecoration: 'line-through' },
    now: { textDecoration: 'none', fontWeight: 600 },
    again: { marginTop: 10 },
  }),
  { name: 'TokPulseOpsPlanDifferences' },
);

const Difference = ({ of }: { readonly of: PlanDifference }) => {
  const classes = useStyles();
  const t = useText();
  return (
    <div>
      <dt className={classes.what}>{visibleText(of.what)}</dt>
      <dd className={classes.side}>
        <span>{t('plan.planned')}</span>
        <del className={classes.planned}>{visibleText(of.planned)}</del>
      </dd>
      <dd className={classes.side}>
        <span>{t('plan.now')}</span>
        <ins className={classes.now}>{visibleText(of.now)}</ins>
      </dd>
    </div>
  );
};

export interface PlanDifferencesProps {
  /** Why the plan was not started: it is another one by now. */
  readonly error: unknown;
  readonly onPlanAgain: () => void;
}

/** In what things differ from the plan since it was made. */
export const PlanDifferences = (props: PlanDifferencesProps) => {
  const { error, onPlanAgain } = props;
  const classes = useStyles();
  const t = useText();
  const { message, nextStep, differences = [] } = describeApiError(error);
  return (
    <Notice tone="warning" title={t('plan.conflict')} alert>
      <p>{message}</p>
      {nextStep !== undefined && <p>{nextStep}</p>}
      {differences.length > 0 && (
        <dl className={classes.list}>
          {differences.map((difference, index) => (
            <Difference key={index} of={difference} />
          ))}
        </dl>
      )}
      <Button
        className={classes.again}
        size="small"
        variant="contained"
        color="primary"
        onClick={onPlanAgain}
      >
        {t('plan.againNow')}
      </Button>
    </Notice>
  );
};

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

import { useApi } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import VerifiedUserIcon from '@material-ui/icons/VerifiedUserOutlined';
import { useMutation } from '@tanstack/react-query';
import type {
  EvidenceVerification,
  RunDetail,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { tokpulseOpsApiRef } from '../../api/tokpulseOpsApi';
import { Notice } from '../../states/Notice';
import { ProblemNotice } from '../../states/ProblemNotice';
import { formatDuration } from '../../text/duration';
import { TimeAgo } from '../../text/TimeAgo';
import { monospace } from '../../tones/tones';
import { type Text, useText } from '../../translation';
import { useNextStyles } from '../next/useNextStyles';

const SECOND = 1_000;

type Bad = NonNullable<EvidenceVerification['firstBad']>;

function problemWords(t: Text, problem: Bad['problem']): string {
  switch (problem) {
    case 'edited':
      return t('record.edited');
    case 'missing':
      return t('record.missing');
    case 'inserted':
      return t('record.inserted');
    case 'tail-cut':
      return t('record.tailCut');
    default:
      return problem satisfies never;
  }
}

const useStyles = makeStyles(
  { code: { fontFamily: monospace, fontSize: 12, overflowWrap: 'anywhere' } },
  { name: 'TokPulseOpsVerification' },
);

const Result = ({ found }: { readonly found: EvidenceVerification }) => {
  const classes = useStyles();
  const t = useText();
  const { valid, firstBad, anchored, windowSeconds, removed } = found;
  const whole =
    removed === undefined || found.events > 0
      ? t('record.valid', { count: found.events })
      : t('record.removed');
  return (
    <Notice
      tone={valid ? 'ok' : 'critical'}
      title={
        valid
          ? whole
          : t('record.invalid', {
              seq: String(firstBad?.seq ?? '?'),
              problem:
                firstBad === undefined ? '' : problemWords(t, firstBad.problem),
            })
      }
      alert={!valid}
    >
      {removed !== undefined && (
        <p>
          {t('record.removedText', {
            at: <TimeAgo at={removed.at} />,
            seq: String(removed.seq),
            head: (
              <code className={classes.code}>
                {removed.head ?? t('record.noCode')}
              </code>
            ),
          })}
        </p>
      )}
      {firstBad !== undefined && <p>{firstBad.message}</p>}
      {!valid && <p>{t('record.invalidStep')}</p>}
      <p>
        {anchored === undefined
          ? t('record.notAnchored')
          : t('record.anchored', {
              seq: String(anchored.seq),
              ago: <TimeAgo at={anchored.at} />,
            })}{' '}
        {t('record.window', {
          duration: formatDuration(windowSeconds * SECOND),
        })}
      </p>
      <p>{t('record.checked', { ago: <TimeAgo at={found.checkedAt} /> })}</p>
    </Notice>
  );
};

/** Whether the events of the run are what was written when they happened. */
export const Verification = ({ run }: { readonly run: RunDetail }) => {
  const classes = useNextStyles();
  const t = useText();
  const api = useApi(tokpulseOpsApiRef);
  const { mutate, isPending, data, error } = useMutation({
    mutationFn: () => api.evidence.verify(run.id),
  });
  return (
    <>
      <p className={classes.quiet}>{t('record.verifyText')}</p>
      <div className={classes.buttons}>
        <Button
          size="small"
          variant="outlined"
          startIcon={<VerifiedUserIcon />}
          disabled={isPending}
          onClick={() => mutate()}
        >
          {t(isPending ? 'record.verifying' : 'record.verify')}
        </Button>
      </div>
      <div role="status">{data !== undefined && <Result found={data} />}</div>
      {error !== null && (
        <ProblemNotice title={t('record.notVerified')} error={error} />
      )}
    </>
  );
};

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
import type { MaskedCustomer } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { type FormEvent, useId, useState } from 'react';
import { useMayReveal } from '../data/may';
import { ProblemNotice } from '../states/ProblemNotice';
import { CopyButton } from '../text/CopyButton';
import { focusAtOnce } from '../text/TextInput';
import { visibleText } from '../text/visibleText';
import { quietText } from '../tones/tones';
import { useText } from '../translation';
import { isReason, ReasonField } from './ReasonField';
import { useReveal } from './useReveal';

const useStyles = makeStyles(
  theme => ({
    line: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '2px 10px',
    },
    name: { fontSize: 15, fontWeight: 600, overflowWrap: 'anywhere' },
    email: { fontSize: 14, overflowWrap: 'anywhere' },
    masked: {
      fontSize: 12,
      padding: '0 6px',
      borderRadius: 4,
      border: `1px dashed ${quietText(theme)}`,
      color: quietText(theme),
    },
    form: { display: 'grid', gap: 10, margin: '8px 0', maxWidth: 460 },
    buttons: { display: 'flex', gap: 8 },
    reason: { margin: '2px 0 0', fontSize: 13, color: quietText(theme) },
  }),
  { name: 'TokPulseOpsCustomerName' },
);

export interface CustomerNameProps {
  readonly service: string;
  readonly customer: MaskedCustomer;
  /** Why the customer was looked up; offered again, so that it is not typed twice. */
  readonly reason: string;
}

/** A person's name and address: masked until they are revealed, with a reason. */
export const CustomerName = (props: CustomerNameProps) => {
  const { service, customer } = props;
  const classes = useStyles();
  const t = useText();
  const reasonId = useId();
  const may = useMayReveal(service);
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState(props.reason);
  const reveal = useReveal({ service, customer: customer.userId });
  const shown = reveal.data;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (isReason(reason) && !reveal.isPending) {
      reveal.mutate(reason.trim(), { onSuccess: () => setAsking(false) });
    }
  };
  const { name, email } = shown ?? customer;
  return (
    <div>
      <div className={classes.line}>
        {name !== undefined && (
          <span className={classes.name}>{visibleText(name)}</span>
        )}
        <span className={classes.email}>{visibleText(email)}</span>
        {shown === undefined ? (
          <>
            <span className={classes.masked}>{t('customer.masked')}</span>
            {!asking && (
              <Button
                size="small"
                disabled={!may.allowed}
                aria-label={t('customer.revealLabel', { email })}
                aria-describedby={may.allowed ? undefined : reasonId}
                onClick={() => setAsking(true)}
              >
                {t('customer.reveal')}
              </Button>
            )}
          </>
        ) : (
          <>
            <CopyButton text={email} what={t('customer.email')} />
            <Button
              size="small"
              aria-label={t('customer.hideLabel', { email: customer.email })}
              onClick={reveal.reset}
            >
              {t('customer.hide')}
            </Button>
          </>
        )}
      </div>
      {!may.allowed && (
        <p id={reasonId} className={classes.reason}>
          {may.because}
        </p>
      )}
      {asking && shown === undefined && (
        <form
          className={classes.form}
          aria-label={t('customer.revealTitle', { email })}
          onSubmit={submit}
        >
          <ReasonField
            label={t('customer.revealWhy')}
            reason={reason}
            onReason={setReason}
            inputRef={focusAtOnce}
          />
          {reveal.error !== null && (
            <ProblemNotice
              title={t('customer.revealFailed')}
              error={reveal.error}
            />
          )}
          <div className={classes.buttons}>
            <Button
              type="submit"
              size="small"
              variant="contained"
              color="primary"
              disabled={!isReason(reason) || reveal.isPending}
            >
              {reveal.isPending
                ? t('customer.revealing')
                : t('customer.revealNow')}
            </Button>
            <Button size="small" onClick={() => setAsking(false)}>
              {t('customer.cancel')}
            </Button>
          </div>
        </form>
      )}
    </div>
  );
};

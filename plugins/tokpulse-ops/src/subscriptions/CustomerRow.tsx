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

import { makeStyles } from '@material-ui/core/styles';
import type { MaskedCustomer } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { ReactNode } from 'react';
import { TimeAgo } from '../text/TimeAgo';
import { visibleText } from '../text/visibleText';
import { hairline, quietText } from '../tones/tones';
import { useText } from '../translation';
import { CustomerName } from './CustomerName';
import { SafeId } from './SafeId';

const useStyles = makeStyles(
  theme => ({
    root: {
      padding: '8px 0',
      '& + &': { borderTop: `1px solid ${hairline(theme)}` },
    },
    facts: {
      margin: '2px 0 0',
      fontSize: 13,
      lineHeight: '20px',
      color: quietText(theme),
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'TokPulseOpsCustomerRow' },
);

export interface CustomerRowProps {
  readonly service: string;
  readonly customer: MaskedCustomer;
  readonly reason: string;
  /** Below the person: what they share with their organization. */
  readonly children?: ReactNode;
}

/** One person of an organization, masked. */
export const CustomerRow = (props: CustomerRowProps) => {
  const { service, customer, reason, children } = props;
  const { role, status, organization, lastLoginAt } = customer;
  const classes = useStyles();
  const t = useText();
  return (
    <li className={classes.root}>
      <CustomerName service={service} customer={customer} reason={reason} />
      <p className={classes.facts}>
        {visibleText(role)}
        {status !== undefined && <> · {visibleText(status)}</>}
        {' · '}
        {visibleText(organization)}
        {' · '}
        {lastLoginAt === undefined
          ? t('customer.neverLoggedIn')
          : t('customer.lastLogin', { when: <TimeAgo at={lastLoginAt} /> })}
      </p>
      <p className={classes.facts}>
        {t('customer.userId')}:{' '}
        <SafeId id={customer.userId} what={t('customer.userId')} />{' '}
        {t('customer.organization')}:{' '}
        <SafeId
          id={customer.organizationId}
          what={t('customer.organization')}
        />
      </p>
      {children}
    </li>
  );
};

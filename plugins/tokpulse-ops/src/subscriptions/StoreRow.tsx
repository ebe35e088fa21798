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
import type { Store } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { TimeAgo } from '../text/TimeAgo';
import { visibleText } from '../text/visibleText';
import { hairline, quietText } from '../tones/tones';
import { useText } from '../translation';
import { SafeId } from './SafeId';

const useStyles = makeStyles(
  theme => ({
    root: {
      padding: '8px 0',
      '& + &': { borderTop: `1px solid ${hairline(theme)}` },
    },
    domain: { fontSize: 15, fontWeight: 600, overflowWrap: 'anywhere' },
    facts: {
      margin: '2px 0 0',
      fontSize: 13,
      lineHeight: '20px',
      color: quietText(theme),
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'TokPulseOpsStoreRow' },
);

/** One store, without its access token. */
export const StoreRow = ({ store }: { readonly store: Store }) => {
  const classes = useStyles();
  const t = useText();
  const { domain, status, region, scopes, organization, lastSyncAt } = store;
  return (
    <li className={classes.root}>
      <span className={classes.domain}>{visibleText(domain)}</span>
      <p className={classes.facts}>
        {visibleText(status)}
        {region !== undefined && (
          <> · {t('store.region', { region: visibleText(region) })}</>
        )}
        {organization !== undefined && <> · {visibleText(organization)}</>}
        {' · '}
        {lastSyncAt === undefined
          ? t('store.neverSynced')
          : t('store.synced', { when: <TimeAgo at={lastSyncAt} /> })}
      </p>
      <p className={classes.facts}>
        {scopes.length === 0
          ? t('store.noScopes')
          : t('store.scopes', { scopes: scopes.join(', ') })}
        {' · '}
        {store.hasAccessToken ? t('store.token') : t('store.noToken')}
      </p>
      <p className={classes.facts}>
        {t('store.id')}: <SafeId id={store.id} what={domain} />{' '}
        {t('customer.organization')}:{' '}
        <SafeId id={store.organizationId} what={t('customer.organization')} />
      </p>
    </li>
  );
};

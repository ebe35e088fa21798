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
import WarningIcon from '@material-ui/icons/Warning';
import type { Subscription } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import type { May } from '../data/may';
import { TimeAgo } from '../text/TimeAgo';
import { useNow } from '../text/useNow';
import { visibleText } from '../text/visibleText';
import { SignChip } from '../tones/SignChip';
import { ToneIcon } from '../tones/ToneIcon';
import { hairline, quietText, tonesOf } from '../tones/tones';
import { useText } from '../translation';
import { SafeId } from './SafeId';
import { subscriptionSign } from './subscriptionSign';
import { useAnomalyWords } from './useAnomalyWords';

const useStyles = makeStyles(
  theme => ({
    root: {
      padding: '10px 20px',
      '& + &': { borderTop: `1px solid ${hairline(theme)}` },
    },
    line: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '4px 12px',
    },
    text: { flex: '1 1 260px', minWidth: 0 },
    first: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '2px 10px',
      margin: 0,
    },
    name: { fontSize: 15, fontWeight: 600, overflowWrap: 'anywhere' },
    facts: {
      margin: '2px 0 0',
      fontSize: 13,
      lineHeight: '19px',
      color: quietText(theme),
      overflowWrap: 'anywhere',
    },
    anomaly: {
      display: 'flex',
      gap: 6,
      margin: '3px 0 0',
      fontSize: 13.5,
      lineHeight: '19px',
      color: tonesOf(theme).warning.text,
      overflowWrap: 'anywhere',
    },
    icon: { fontSize: 17, marginTop: 1, flex: 'none' },
  }),
  { name: 'TokPulseOpsSubscriptionRow' },
);

/** When its trial or its period ends, or ended; what concerns it now. */
const Until = (props: { readonly subscription: Subscription }) => {
  const { status, trialEndsAt, periodEnd } = props.subscription;
  const t = useText();
  const now = useNow();
  const inTrial = status.toUpperCase() === 'TRIAL';
  const at = inTrial ? trialEndsAt ?? periodEnd : periodEnd;
  if (at === undefined) {
    return null;
  }
  const over = Date.parse(at) < now;
  const when = <TimeAgo at={at} />;
  return (
    <>
      {' · '}
      {inTrial
        ? t(over ? 'subsList.trialEnded' : 'subsList.trialEnds', { when })
        : t(over ? 'subsList.periodEnded' : 'subsList.periodEnds', { when })}
    </>
  );
};

export interface SubscriptionRowProps {
  readonly subscription: Subscription;
  readonly mayLookUp: May;
  readonly onOpen: (subscription: Subscription) => void;
}

/** One subscription in the list; nothing personal in it. */
export const SubscriptionRow = (props: SubscriptionRowProps) => {
  const { subscription, mayLookUp, onOpen } = props;
  const { organization, planName, plan, anomalies } = subscription;
  const classes = useStyles();
  const t = useText();
  const anomalyWords = useAnomalyWords();
  return (
    <li className={classes.root}>
      <div className={classes.line}>
        <div className={classes.text}>
          <p className={classes.first}>
            <span className={classes.name}>{visibleText(organization)}</span>
            <SignChip sign={subscriptionSign(subscription.status)} />
          </p>
          <p className={classes.facts}>
            {planName ?? plan}
            <Until subscription={subscription} />
            {' · '}
            {t('subsList.created', {
              when: <TimeAgo at={subscription.createdAt} />,
            })}
            {subscription.cancelledAt !== undefined && (
              <>
                {' · '}
                {t('subsList.cancelled', {
                  when: <TimeAgo at={subscription.cancelledAt} />,
                })}
              </>
            )}
            {subscription.cancelAtPeriodEnd === true &&
              subscription.cancelledAt === undefined && (
                <> · {t('subsList.cancelsAtEnd')}</>
              )}
          </p>
        </div>
        <SafeId id={subscription.id} what={t('subDetail.id')} />
        <Button
          size="small"
          disabled={!mayLookUp.allowed}
          title={mayLookUp.allowed ? undefined : mayLookUp.because}
          aria-label={t('subsList.open', { organization })}
          onClick={() => onOpen(subscription)}
        >
          {t('subsList.details')}
        </Button>
      </div>
      {anomalies.map(({ kind, since, message }) => (
        <p key={kind} className={classes.anomaly}>
          <ToneIcon
            icon={WarningIcon}
            tone="warning"
            className={classes.icon}
          />
          <span>
            <strong>{anomalyWords(kind)}</strong>
            {since !== undefined && (
              <>
                {' '}
                (<TimeAgo at={since} />)
              </>
            )}
            : {visibleText(message)}
          </span>
        </p>
      ))}
    </li>
  );
};

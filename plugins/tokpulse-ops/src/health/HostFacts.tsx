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
import type { HostView } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { formatDuration } from '../text/duration';
import { useNow } from '../text/useNow';
import { visibleText } from '../text/visibleText';
import { quietText } from '../tones/tones';
import { useText } from '../translation';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      gap: '4px 24px',
      margin: '6px 0 0',
      fontSize: 13,
      lineHeight: '18px',
    },
    name: { color: quietText(theme) },
    value: { margin: 0, fontVariantNumeric: 'tabular-nums' },
  }),
  { name: 'TokPulseOpsHostFacts' },
);

/** Requests that the host still allows, and when it allows all of them again. */
const RateLimitLeft = ({
  of,
}: {
  readonly of: NonNullable<HostView['rateLimit']>;
}) => {
  const t = useText();
  const now = useNow();
  const counts = { remaining: String(of.remaining), limit: String(of.limit) };
  const until = of.resetAt === undefined ? 0 : Date.parse(of.resetAt) - now;
  return (
    <>
      {until > 0
        ? t('hosts.rateLimitReset', {
            ...counts,
            duration: formatDuration(until),
          })
        : t('hosts.rateLimitLeft', counts)}
    </>
  );
};

export interface HostFactsProps {
  readonly host: HostView;
  /** How it answered, in words. */
  readonly answer: string;
}

/** What is known of a host besides its state. */
export const HostFacts = ({ host, answer }: HostFactsProps) => {
  const classes = useStyles();
  const t = useText();
  const { httpStatus, latencyMs, version, uptimeMs, rateLimit } = host;
  const facts = [
    [t('hosts.answer'), answer],
    [
      httpStatus === undefined ? t('hosts.noAnswer') : t('hosts.latency'),
      formatDuration(latencyMs),
    ],
    httpStatus !== undefined && [t('hosts.httpStatus'), String(httpStatus)],
    version !== undefined && [t('hosts.version'), visibleText(version)],
    uptimeMs !== undefined && [t('hosts.uptime'), formatDuration(uptimeMs)],
  ].filter(fact => fact !== false);
  return (
    <dl className={classes.root}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt className={classes.name}>{name}</dt>
          <dd className={classes.value}>{value}</dd>
        </div>
      ))}
      {rateLimit !== undefined && (
        <div>
          <dt className={classes.name}>{t('hosts.rateLimit')}</dt>
          <dd className={classes.value}>
            <RateLimitLeft of={rateLimit} />
          </dd>
        </div>
      )}
    </dl>
  );
};

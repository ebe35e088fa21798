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
import type { SubscriptionDetail } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { Notice } from '../states/Notice';
import { asSentence } from '../text/sentence';
import { visibleText } from '../text/visibleText';
import { hairline, quietText } from '../tones/tones';
import { useText } from '../translation';

const useStyles = makeStyles(
  theme => ({
    text: { margin: 0, fontSize: 14, lineHeight: '21px' },
    table: {
      width: '100%',
      borderCollapse: 'collapse',
      fontSize: 14,
      '& th': {
        textAlign: 'left',
        fontSize: 12.5,
        color: quietText(theme),
        padding: '2px 8px 4px 0',
      },
      '& td': {
        padding: '5px 8px 5px 0',
        borderTop: `1px solid ${hairline(theme)}`,
        overflowWrap: 'anywhere',
      },
    },
  }),
  { name: 'TokPulseOpsStripeView' },
);

/** What Stripe says of a subscription, and where it differs; or why it was not asked. */
export const StripeView = (props: {
  readonly stripe: SubscriptionDetail['stripe'];
}) => {
  const { checked, message, differences } = props.stripe;
  const classes = useStyles();
  const t = useText();
  const said = asSentence(visibleText(message));
  if (!checked) {
    return (
      <Notice tone="neutral">
        <p>{t('subDetail.stripeNotChecked', { message: said })}</p>
      </Notice>
    );
  }
  if (differences.length === 0) {
    return (
      <p className={classes.text}>
        {t('subDetail.stripeSame')} {said}
      </p>
    );
  }
  return (
    <>
      <p className={classes.text}>{said}</p>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('subDetail.field')}</th>
            <th scope="col">{t('subDetail.ours')}</th>
            <th scope="col">{t('subDetail.theirs')}</th>
          </tr>
        </thead>
        <tbody>
          {differences.map(({ field, ours, theirs }) => (
            <tr key={field}>
              <td>{visibleText(field)}</td>
              <td>{visibleText(ours)}</td>
              <td>{visibleText(theirs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
};

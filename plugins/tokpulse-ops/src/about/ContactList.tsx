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

import { Link } from '@backstage/core-components';
import MuiLink from '@material-ui/core/Link';
import { makeStyles } from '@material-ui/core/styles';
import type { Contact } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { CopyButton } from '../text/CopyButton';
import { safeLink } from '../text/safeLink';
import { quietText } from '../tones/tones';
import { useText } from '../translation';

const useStyles = makeStyles(
  theme => ({
    root: { listStyle: 'none', margin: 0, padding: '4px 20px 12px' },
    contact: {
      padding: '6px 0',
      fontSize: 14,
      lineHeight: '21px',
      overflowWrap: 'anywhere',
    },
    name: { fontWeight: 600 },
    role: { color: quietText(theme) },
    way: { display: 'flex', alignItems: 'center', gap: 4, minHeight: 28 },
  }),
  { name: 'TokPulseOpsContactList' },
);

/** A number as a telephone understands it: digits, and letters as keys have them. */
function dialled(phone: string): string {
  return `tel:${phone.replace(/[^0-9A-Za-z+*#]/g, '')}`;
}

/** An address as a mail program understands it; nothing in it can add a header. */
function mailTo(email: string): string {
  return `mailto:${encodeURIComponent(email).replace('%40', '@')}`;
}

/** People to call and ways to reach them. */
export const ContactList = (props: {
  readonly contacts: readonly Contact[];
}) => {
  const classes = useStyles();
  const t = useText();
  return (
    <ul className={classes.root} aria-label={t('about.contacts')}>
      {props.contacts.map(({ name, role, phone, email, url }) => (
        <li
          key={`${name} ${phone} ${email} ${url}`}
          className={classes.contact}
        >
          <span className={classes.name}>{name}</span>
          {role !== undefined && (
            <span className={classes.role}> · {role}</span>
          )}
          {phone !== undefined && (
            <div className={classes.way}>
              <MuiLink href={dialled(phone)}>{phone}</MuiLink>
              <CopyButton text={phone} what={t('about.copyPhone', { name })} />
            </div>
          )}
          {email !== undefined && (
            <div className={classes.way}>
              <MuiLink href={mailTo(email)}>{email}</MuiLink>
              <CopyButton text={email} what={t('about.copyMail', { name })} />
            </div>
          )}
          {url !== undefined && safeLink(url) !== '' && (
            <div className={classes.way}>
              <Link to={url}>{url}</Link>
            </div>
          )}
        </li>
      ))}
    </ul>
  );
};

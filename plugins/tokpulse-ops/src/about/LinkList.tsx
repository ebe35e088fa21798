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
import { makeStyles } from '@material-ui/core/styles';
import type { ServiceAbout } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { safeLink } from '../text/safeLink';
import { useText } from '../translation';

const useStyles = makeStyles(
  {
    root: {
      listStyle: 'none',
      margin: 0,
      padding: '6px 20px 14px',
      fontSize: 14,
      '& li': { padding: '4px 0', overflowWrap: 'anywhere' },
    },
  },
  { name: 'TokPulseOpsLinkList' },
);

/** Where to look: the status page first, then what was configured. */
export const LinkList = (props: {
  readonly about: Pick<ServiceAbout, 'statusPage' | 'links'>;
}) => {
  const { statusPage, links } = props.about;
  const classes = useStyles();
  const t = useText();
  const all = [
    ...(statusPage === undefined
      ? []
      : [{ title: t('about.statusPage'), url: statusPage }]),
    ...links,
  ].filter(({ url }) => safeLink(url) !== '');
  return (
    <ul className={classes.root} aria-label={t('about.links')}>
      {all.map(({ title, url }) => (
        <li key={`${title} ${url}`}>
          <Link to={url} title={url}>
            {title}
          </Link>
        </li>
      ))}
    </ul>
  );
};

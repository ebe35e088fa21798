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
import {
  type ServiceAbout,
  type ServiceInfo,
  serviceReadPermission,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { useServiceAbout } from '../data/observations';
import { Panel } from '../states/Panel';
import { ProblemPanel } from '../states/ProblemPanel';
import { StateView } from '../states/StateView';
import { TimeAgo } from '../text/TimeAgo';
import { monospace } from '../tones/tones';
import { useText } from '../translation';
import { ContactList } from './ContactList';
import { EscalationList } from './EscalationList';
import { FlagList } from './FlagList';
import { LinkList } from './LinkList';

const useStyles = makeStyles(
  {
    grid: {
      display: 'grid',
      gap: 16,
      alignItems: 'start',
      gridTemplateColumns: 'repeat(auto-fit, minmax(min(300px, 100%), 1fr))',
    },
    missing: {
      margin: 0,
      padding: '6px 20px 14px 36px',
      fontSize: 14,
      lineHeight: '22px',
      overflowWrap: 'anywhere',
      '& code': { fontFamily: monospace, fontSize: 13 },
    },
  },
  { name: 'TokPulseOpsAboutSection' },
);

function isEmpty(about: ServiceAbout): boolean {
  return (
    about.contacts.length === 0 &&
    about.escalation.length === 0 &&
    about.links.length === 0 &&
    about.statusPage === undefined &&
    about.flags === undefined
  );
}

const Known = (props: {
  readonly service: ServiceInfo;
  readonly about: ServiceAbout;
}) => {
  const { service, about } = props;
  const { contacts, escalation, statusPage, links, flags, missing } = about;
  const classes = useStyles();
  const t = useText();
  return (
    <div className={classes.grid}>
      {isEmpty(about) && (
        <Panel title={t('about.contacts')}>
          <ProblemPanel
            kind="empty"
            title={t('about.nothing', { service: service.title })}
            nextStep={t('about.nothingStep', { service: service.id })}
          />
        </Panel>
      )}
      {contacts.length > 0 && (
        <Panel title={t('about.contacts')}>
          <ContactList contacts={contacts} />
        </Panel>
      )}
      {escalation.length > 0 && (
        <Panel title={t('about.escalation')}>
          <EscalationList escalation={escalation} />
        </Panel>
      )}
      {(links.length > 0 || statusPage !== undefined) && (
        <Panel title={t('about.links')}>
          <LinkList about={about} />
        </Panel>
      )}
      {flags !== undefined && (
        <Panel
          title={t('about.flags')}
          aside={t('about.flagsKnown', { ago: <TimeAgo at={flags.at} /> })}
        >
          <FlagList flags={flags} />
        </Panel>
      )}
      {missing.length > 0 && (
        <Panel title={t('about.missing')}>
          <ul className={classes.missing}>
            {missing.map(({ what, key }) => (
              <li key={key}>
                {t('about.missingKey', { what, key: <code>{key}</code> })}
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </div>
  );
};

/** Whom to call, in which order, where to look, and the feature flags. */
export const AboutSection = (props: { readonly service: ServiceInfo }) => {
  const { service } = props;
  const t = useText();
  const about = useServiceAbout(service.id);
  const what = t('about.what', { service: service.title });
  return about.kind === 'data' ? (
    <Known service={service} about={about.data} />
  ) : (
    <Panel title={t('about.contacts')}>
      <StateView
        of={about}
        what={what}
        permission={serviceReadPermission.name}
        skeleton="status"
      >
        {() => null}
      </StateView>
    </Panel>
  );
};

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

import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { PluginStatus } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  toBackstage,
  type NoticeChannels,
  type SendNotification,
} from '../../approvals/Notices';
import type {
  NoticeChannel,
  TroubledChannel,
} from '../../approvals/store/notices';
import type { ConfiguredServices } from '../../services';
import { AlertRecipients } from './AlertRecipients';
import type { MailConfig } from './alertsConfig';
import { sendByMail } from './sendByMail';
import { sendToSlack } from './sendToSlack';

/** Puts together the ways in which people are told of incidents. */
export function createAlertChannels(options: {
  readonly services: Pick<ConfiguredServices, 'get'>;
  readonly mail: MailConfig | undefined;
  /** Of the portal. */
  readonly baseUrl: string;
  readonly send: SendNotification;
  readonly catalog: Pick<CatalogService, 'getEntitiesByRefs'>;
  readonly auth: Pick<AuthService, 'getOwnServiceCredentials'>;
  readonly logger: LoggerService;
}): NoticeChannels {
  const { services, mail, baseUrl, send } = options;
  return {
    backstage: new AlertRecipients(options).through(toBackstage(send)),
    slack: sendToSlack({
      baseUrl,
      targetOf: id => {
        const service = services.get(id);
        const slack = service?.alerts?.slack;
        return service && slack
          ? {
              service: id,
              webhookUrl: slack.webhookUrl,
              allowedNetworks: service.allowedNetworks,
            }
          : undefined;
      },
    }),
    email:
      mail === undefined
        ? async () => {
            throw new Error('tokpulseOps.mail is not set');
          }
        : sendByMail({
            ...{ mail, baseUrl },
            recipientsOf: id => services.get(id)?.alerts?.email?.to ?? [],
          }),
  };
}

/**
 * @throws Error that names the key, when mails are to be sent and no mail server
 * is configured
 */
export function requireMailServer(
  services: Pick<ConfiguredServices, 'list'>,
  mail: MailConfig | undefined,
): void {
  const service = services.list().find(one => one.alerts?.email !== undefined);
  if (service !== undefined && mail === undefined) {
    throw new Error(
      `Invalid configuration: tokpulseOps.services.${service.id}.alerts.email needs a mail server; set tokpulseOps.mail.url and tokpulseOps.mail.from`,
    );
  }
}

/** What the pages say about ways that do not work. */
export function channelNotices(
  troubled: readonly TroubledChannel[],
): PluginStatus['notices'] {
  return troubled.map(({ channel, service, problem }) => ({
    code: 'notification-failing',
    message: `${wayOf(channel)}${
      service === undefined ? '' : ` about ${service}`
    } could not be sent: ${problem}`,
    nextStep: nextStepOf(channel, service),
  }));
}

function wayOf(channel: NoticeChannel): string {
  switch (channel) {
    case 'backstage':
      return 'Notifications';
    case 'slack':
      return 'Messages to Slack';
    case 'email':
      return 'E-mails';
    default:
      throw new Error(`Unknown channel ${channel satisfies never}`);
  }
}

function nextStepOf(
  channel: NoticeChannel,
  service: string | undefined,
): string {
  switch (channel) {
    case 'backstage':
      return 'Install the notifications plugin in the backend; it is tried again by itself for a day';
    case 'slack':
      return `Check tokpulseOps.services.${
        service ?? '<service>'
      }.alerts.slack.webhookUrl; it is tried again by itself for a day`;
    case 'email':
      return 'Check tokpulseOps.mail and the mail server; it is tried again by itself for a day';
    default:
      throw new Error(`Unknown channel ${channel satisfies never}`);
  }
}

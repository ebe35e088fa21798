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

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { SMTPServer } from 'smtp-server';
import { v7 as uuid } from 'uuid';
import { Notices } from '../../approvals/Notices';
import { addNotice, type NoticeChannel } from '../../approvals/store/notices';
import { Database } from '../../runs/Database';
import { createRedactor } from '../../runs/redaction';
import { ConfiguredServices } from '../../services';
import { createMigratedDatabase, type TestDatabase } from '../../testing';
import { mailSecrets, readMailConfig } from './alertsConfig';
import {
  channelNotices,
  createAlertChannels,
  requireMailServer,
} from './createAlertChannels';

jest.setTimeout(60_000);

/** As strict as Slack: JSON with a text, to the one address, else no. */
const slack = {
  answer: { status: 200, body: 'ok' },
  taken: [] as { text: string; blocks: unknown[] }[],
  asked: 0,
};
/** Keeps the mails that it took, whole. */
const mailbox = { refuse: false, dropAnswer: false, mails: [] as string[] };

let slackServer: Server;
let smtpServer: SMTPServer;
let testDatabase: TestDatabase;
let webhookUrl: string;
let mailUrl: string;

beforeAll(async () => {
  slackServer = createServer(async (req, res) => {
    slack.asked += 1;
    const body = await text(req);
    const isRight =
      req.method === 'POST' &&
      req.url === '/services/T1/B1/s3cr3tWebhookToken' &&
      req.headers['content-type'] === 'application/json' &&
      typeof JSON.parse(body).text === 'string';
    const { status, body: answer } = isRight
      ? slack.answer
      : { status: 400, body: 'invalid_payload' };
    if (status === 200) {
      slack.taken.push(JSON.parse(body));
    }
    res.writeHead(status, { 'content-type': 'text/html' }).end(answer);
  });
  await new Promise<void>(resolve => {
    slackServer.listen(0, '127.0.0.1', resolve);
  });
  smtpServer = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, callback) =>
      username === 'portal' && password === 'p@ss w0rd'
        ? callback(null, { user: username })
        : callback(new Error('Wrong')),
    onData(stream, _session, callback) {
      text(stream).then(mail => {
        if (mailbox.refuse) {
          callback(Object.assign(new Error('Full'), { responseCode: 452 }));
          return;
        }
        mailbox.mails.push(mail);
        // Taken, and the answer never arrives.
        callback(
          mailbox.dropAnswer
            ? Object.assign(new Error('Lost'), { responseCode: 421 })
            : null,
        );
      }, callback);
    },
  });
  await new Promise<void>(resolve => {
    smtpServer.listen(0, '127.0.0.1', () => resolve());
  });
  const port = (server: { address(): AddressInfo | string | null }) =>
    (server.address() as AddressInfo).port;
  webhookUrl = `http://127.0.0.1:${port(
    slackServer,
  )}/services/T1/B1/s3cr3tWebhookToken`;
  mailUrl = `smtp://portal:p%40ss%20w0rd@127.0.0.1:${port(smtpServer.server)}`;
  testDatabase = await createMigratedDatabase();
});
afterAll(async () => {
  await testDatabase?.drop();
  slackServer.closeAllConnections();
  await new Promise(resolve => {
    slackServer.close(resolve);
  });
  await new Promise<void>(resolve => {
    smtpServer.close(() => resolve());
  });
});
beforeEach(async () => {
  await testDatabase.knex('notices').delete();
  Object.assign(slack, { answer: { status: 200, body: 'ok' }, taken: [] });
  slack.asked = 0;
  Object.assign(mailbox, { refuse: false, dropAnswer: false, mails: [] });
});

function portal(alerts: object = {}, service: object = {}) {
  const config = new ConfigReader({
    tokpulseOps: {
      mail: { url: mailUrl, from: 'TokPulse Ops <ops@example.com>' },
      services: {
        shop: {
          title: 'Shop',
          entities: ['component:default/shop'],
          hosts: { api: { url: 'https://api.example.com' } },
          allowedNetworks: ['127.0.0.0/8'],
          alerts: {
            slack: { webhookUrl },
            email: { to: ['olga@example.com', 'otto@example.com'] },
            ...alerts,
          },
          ...service,
        },
      },
    },
  });
  const services = ConfiguredServices.fromConfig(config, {
    fingerprintKey: 'key',
  });
  const mail = readMailConfig(config);
  const logger = mockServices.logger.mock();
  const sent: { entityRef: unknown; link?: string }[] = [];
  const database = new Database({ knex: testDatabase.knex });
  const send: ConstructorParameters<typeof Notices>[0]['send'] = async one => {
    sent.push({
      entityRef:
        one.recipients.type === 'entity' ? one.recipients.entityRef : 'all',
      link: one.payload.link,
    });
  };
  const notices = new Notices({
    ...{ database, logger, send },
    channels: createAlertChannels({
      ...{ services, mail, send, logger },
      baseUrl: 'https://portal.example.com',
      catalog: {
        getEntitiesByRefs: async () => ({
          items: [
            {
              apiVersion: 'backstage.io/v1alpha1',
              kind: 'Component',
              metadata: { name: 'shop' },
              relations: [
                { type: 'ownedBy', targetRef: 'group:default/shop-team' },
              ],
            },
          ],
        }),
      },
      auth: mockServices.auth(),
    }),
  });
  return { notices, logger, services, mail, sent };
}

async function write(
  channel: NoticeChannel,
  other: { readonly kind?: 'incident-opened' | 'incident-closed' } = {},
) {
  const id = uuid();
  await addNotice(new Database({ knex: testDatabase.knex }), {
    id,
    kind: 'incident-opened',
    subject: `${channel === 'backstage' ? '' : 'i:'}${id}`,
    recipients: [],
    excluded: [],
    title: 'P0: Shop is unhealthy',
    description: 'api answers <1 s & fails. Severity P0',
    severity: 'critical',
    service: 'shop',
    link: '/tokpulse-ops/services/shop?plan=service-down',
    thread: `i:${channel}`,
    channel,
    ...other,
  });
  return id;
}

/** As if the time for the next try had come. */
const due = () =>
  testDatabase
    .knex('notices')
    .update({ next_at: testDatabase.knex.raw("now() - interval '1 s'") });

describe('Slack', () => {
  it('gets what is wrong, escaped, with a button to the plan', async () => {
    await write('slack');
    await portal().notices.sendDue();
    expect(slack.taken).toHaveLength(1);
    expect(slack.taken[0].text).toBe(
      'P0: Shop is unhealthy: api answers &lt;1 s &amp; fails. Severity P0',
    );
    expect(JSON.stringify(slack.taken[0].blocks)).toContain(
      'https://portal.example.com/tokpulse-ops/services/shop?plan=service-down',
    );
  });

  it('is tried again until it says ok; it is logged once and shown meanwhile', async () => {
    await write('slack');
    slack.answer = { status: 404, body: 'no_service' };
    const { notices, logger } = portal();
    await notices.sendDue();
    await due();
    await notices.sendDue();
    expect(slack.asked).toBe(2);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    expect(JSON.stringify(logger.warn.mock.calls)).not.toContain('s3cr3t');
    expect(channelNotices(await notices.troubled())).toEqual([
      {
        code: 'notification-failing',
        message:
          'Messages to Slack about shop could not be sent: Slack did not take the message (404, no_service)',
        nextStep: expect.stringContaining(
          'tokpulseOps.services.shop.alerts.slack.webhookUrl',
        ),
      },
    ]);
    slack.answer = { status: 200, body: 'ok' };
    await due();
    await notices.sendDue();
    expect(slack.taken).toHaveLength(1);
    expect(await notices.troubled()).toEqual([]);
  });

  it('is not asked at an address that is not allowed', async () => {
    await write('slack');
    const { notices } = portal({}, { allowedNetworks: [] });
    await notices.sendDue();
    expect(slack.asked).toBe(0);
    expect(await notices.troubled()).toMatchObject([
      { problem: expect.stringContaining('may not go to') },
    ]);
  });

  it('tells of an incident in the order in which it went', async () => {
    await write('slack');
    await write('slack', { kind: 'incident-closed' });
    slack.answer = { status: 500, body: 'oops' };
    const { notices } = portal();
    await notices.sendDue();
    // The end waits for the beginning, which failed.
    expect(slack.asked).toBe(1);
    slack.answer = { status: 200, body: 'ok' };
    await due();
    await notices.sendDue();
    expect(slack.taken).toHaveLength(2);
  });
});

describe('e-mail', () => {
  const header = (mail: string, name: string) =>
    new RegExp(`^${name}: (.*(?:\r?\n[ \t].*)*)`, 'im')
      .exec(mail)?.[1]
      .replace(/\r?\n[ \t]/g, ' ');

  it('says what is wrong and links to the plan', async () => {
    const id = await write('email');
    await portal().notices.sendDue();
    expect(mailbox.mails).toHaveLength(1);
    const [mail] = mailbox.mails;
    expect(header(mail, 'from')).toBe('TokPulse Ops <ops@example.com>');
    expect(header(mail, 'to')).toBe('olga@example.com, otto@example.com');
    expect(header(mail, 'subject')).toBe('P0: Shop is unhealthy');
    expect(header(mail, 'message-id')).toBe(`<${id}@example.com>`);
    expect(header(mail, 'auto-submitted')).toBe('auto-generated');
    const joined = mail.replace(/=\r?\n/g, '').replaceAll('=3D', '=');
    expect(joined).toContain(
      'https://portal.example.com/tokpulse-ops/services/shop?plan=service-down',
    );
    expect(joined).toContain('api answers &lt;1 s &amp; fails');
  });

  it('whose answer was lost is the same mail when it is sent again', async () => {
    await write('email');
    mailbox.dropAnswer = true;
    const { notices } = portal();
    await notices.sendDue();
    mailbox.dropAnswer = false;
    await due();
    await notices.sendDue();
    expect(mailbox.mails).toHaveLength(2);
    const [first, second] = mailbox.mails;
    for (const name of ['message-id', 'date', 'references']) {
      expect(header(second, name)).toBe(header(first, name));
    }
  });

  it('that a server refuses is tried again, and its password is told nowhere', async () => {
    await write('email');
    mailbox.refuse = true;
    const { notices, logger, mail } = portal();
    await notices.sendDue();
    expect(channelNotices(await notices.troubled())).toMatchObject([
      { message: expect.stringMatching(/^E-mails about shop .*452/) },
    ]);
    const said = JSON.stringify([
      logger.warn.mock.calls,
      await notices.troubled(),
    ]);
    expect(said).not.toContain('p@ss');
    const redactor = createRedactor({ secrets: mailSecrets(mail) });
    expect(redactor.text(`535 p@ss w0rd, ${mailUrl}`)).toBe(
      '535 [redacted], [redacted]',
    );
  });
});

describe('notifications of Backstage', () => {
  it('go to those that the configuration names', async () => {
    await write('backstage');
    const { notices, sent } = portal({ notify: ['operators', 'user:olga'] });
    await notices.sendDue();
    expect(sent).toEqual([
      {
        entityRef: ['group:default/operators', 'user:default/olga'],
        link: '/tokpulse-ops/services/shop?plan=service-down',
      },
    ]);
  });

  it('go to the owners of the entities where it names nobody', async () => {
    await write('backstage');
    const { notices, sent } = portal();
    await notices.sendDue();
    expect(sent).toMatchObject([{ entityRef: ['group:default/shop-team'] }]);
  });
});

describe('the configuration of alerts', () => {
  const read = (alerts: object, mail?: object) => {
    const config = new ConfigReader({
      tokpulseOps: {
        ...(mail && { mail }),
        services: {
          shop: { hosts: { api: { url: 'https://a.example.com' } }, alerts },
        },
      },
    });
    const services = ConfiguredServices.fromConfig(config, {
      fingerprintKey: 'key',
    });
    requireMailServer(services, readMailConfig(config));
    return services;
  };

  it.each([
    [{ slack: { webhookUrl: 'hooks' } }, 'shop.alerts.slack.webhookUrl'],
    [{ email: { to: ['nobody'] } }, 'shop.alerts.email.to.0'],
    [{ email: { to: [] } }, 'shop.alerts.email.to'],
    [{ notify: ['component:shop'] }, 'shop.alerts.notify.0'],
    [{ notify: ['a b/'] }, 'shop.alerts.notify.0'],
    [{ severities: ['P9'] }, 'shop.alerts.severities.0'],
    [{ sms: {} }, 'shop.alerts has unknown keys sms'],
    [{ email: { to: ['a@example.com'] } }, 'shop.alerts.email needs a mail'],
  ])('names the wrong key of %j', (alerts, key) => {
    expect(() => read(alerts)).toThrow(`tokpulseOps.services.${key}`);
  });

  it.each([
    [{ url: 'https://user:hidden@mail.example.com', from: 'a@b.ch' }, 'url'],
    [{ url: 'smtp://user:hidden@mail.example.com' }, 'from'],
    [{ url: 'smtp://mail.example.com', from: 'me' }, 'from'],
  ])('names the wrong key of a mail server, without its value', (mail, key) => {
    expect(() => read({}, mail)).toThrow(`tokpulseOps.mail.${key}`);
    expect(() => read({}, mail)).not.toThrow('hidden');
  });

  it('makes the webhook known to the redactor', () => {
    const url = 'https://hooks.slack.com/services/T/B/s3cr3t';
    const redactor = createRedactor({
      secrets: read({ slack: { webhookUrl: url } }).secrets(),
    });
    expect(redactor.text(`to ${url}`)).toBe('to [redacted]');
  });
});

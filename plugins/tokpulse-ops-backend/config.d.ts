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

export interface Config {
  tokpulseOps?: {
    /** Where runbooks come from. */
    runbooks?: Array<
      | {
          type: 'directory';
          /**
           * Absolute, or relative to the root of the repository, where
           * app-config.yaml is.
           */
          path: string;
        }
      | {
          type: 'url';
          /**
           * A file, or a pattern such as
           * https://github.com/acme/ops/tree/main/runbooks/*.md, that the
           * integrations of the portal can read. Read every five minutes.
           */
          target: string;
        }
    >;

    approvals?: {
      /**
       * `solo` (default): one person confirms what they started. `team`:
       * somebody else approves it; who asked for it never can.
       */
      mode?: 'solo' | 'team';

      /**
       * In a team: entity refs of the groups and users who may approve where a
       * step names nobody. Default: everybody with the permission
       * tokpulse-ops.step.approve.
       */
      from?: string[];

      /**
       * In a team: entity refs of the groups and users who are told that an
       * approval is needed, where nobody in particular is asked, and that
       * somebody broke the glass.
       */
      notify?: string[];

      /**
       * How long a question can be answered and a yes be used, from 1m to 7d.
       * Default 4h.
       */
      expireAfter?: string;
    };

    each?: {
      /**
       * Items of a step with `each` that are worked on at once, 1 to 50.
       * Default 4.
       */
      parallelism?: number;
    };

    /**
     * Lets everybody change things although `permission.enabled` is not true;
     * works only where NODE_ENV is `development`.
     */
    allowWithoutPermissions?: 'development';

    /** How what happened is anchored outside of the tables of events. */
    evidence?: {
      /**
       * File that a checkpoint is appended to every few seconds, absolute or
       * relative to the root of the repository; best on a volume that the owner
       * of the database cannot write.
       */
      anchorFile?: string;
      /** Seconds between two checkpoints, 1 to 3600. Default 5. */
      intervalSeconds?: number;
      /**
       * How long after its end the events and files of a run are kept, at least
       * 30d, such as 400d or 2y (of 365 days). Its summary, its steps and the
       * code of its last event stay. Default: everything is kept.
       */
      retention?: string;
    };

    bundle?: {
      /**
       * File with all runbooks that is written anew at every change of one,
       * absolute or relative to the root of the repository.
       */
      path?: string;
    };

    /** How incidents are told by e-mail. */
    mail?: {
      /**
       * Of the mail server: smtps://user:password@mail.example.com:465, or
       * smtp:// with STARTTLS where the server offers it.
       * @visibility secret
       */
      url: string;
      /** Such as `TokPulse Ops <ops@example.com>`. */
      from: string;
    };

    /** People to call when the portal is no help; part of the offline bundle. */
    contacts?: Array<{
      name: string;
      role?: string;
      phone?: string;
      email?: string;
      url?: string;
    }>;

    status?: {
      /**
       * How old a health reading may be before a page has the service asked
       * again, 1 to 3600 seconds. Default: as old as the pace of the collection
       * lets it become.
       */
      cacheSeconds?: number;
    };

    observations?: {
      /**
       * How long what was read from services is kept; times such as 36h, 14d
       * or 5y (of 365 days).
       */
      retention?: {
        /** Single observations, at least 1h. Default 2d. */
        raw?: string;
        /** Figures of each minute, at least 2d. Default 14d. */
        minutes?: string;
        /** Figures of each hour, and what changed, at least 100d. Default 400d. */
        hours?: string;
        /** Figures of each day. Default 5y. */
        days?: string;
      };
    };

    /** The things that are operated, by id. */
    services?: {
      [id: string]: {
        /** Default: the id. */
        title?: string;
        /** Entity refs that may use this service. */
        entities?: string[];
        /**
         * Networks in CIDR notation that are not public and may be asked all
         * the same, such as 10.0.0.0/8.
         */
        allowedNetworks?: string[];
        /**
         * Requests in 15 minutes that the service allows, for everything;
         * readings of its health, metrics and performance use at most 60 % of
         * it, the rest is for runs. Default 100.
         */
        requestBudget?: number;
        /** How often the service is asked, as far as its request budget allows. */
        collect?: {
          /** From 1s to 1h. Default 60s. */
          every?: string;
          /** Whenever it is not healthy, from 1s to 1h. Default 15s. */
          whileUnhealthy?: string;
        };
        /** Who is told when it is no longer healthy, worse, or healthy again. */
        alerts?: {
          /**
           * Entity refs of the groups and users who get a notification.
           * Default: the owners of its entities.
           */
          notify?: string[];
          slack?: {
            /**
             * Of an incoming webhook.
             * @visibility secret
             */
            webhookUrl: string;
          };
          email?: {
            /** Addresses; needs tokpulseOps.mail. */
            to: string[];
          };
          /** Severities of incidents that are told, such as [P0, P1]. Default: all. */
          severities?: Array<'P0' | 'P1' | 'P2' | 'P3'>;
        };
        /** The objective that its availability is held against. */
        slo?: {
          /** Percent, from 50 to 99.999. */
          availability: number;
          /** Default 30d. */
          window?: '24h' | '7d' | '30d' | '90d';
        };
        metrics?: {
          /** Metrics whose history is kept, at most 50. */
          keep?: Array<{
            name: string;
            /** Only samples that have these labels. */
            labels?: { [label: string]: string };
          }>;
        };
        /** People to call about this service, before those of the portal. */
        contacts?: Array<{
          name: string;
          role?: string;
          phone?: string;
          email?: string;
          /** Begins with http://, https://, mailto: or tel:. */
          url?: string;
        }>;
        /** Who is asked next when nobody can help, the first level first. */
        escalation?: Array<{
          level: string;
          who: string;
          /** Without an answer for so long, such as 15m. */
          after?: string;
          contact?: string;
        }>;
        /** Address of the page that tells customers how the service is. */
        statusPage?: string;
        /** Important addresses. */
        links?: Array<{
          title: string;
          /** Begins with http://, https://, mailto: or tel:. */
          url: string;
        }>;
        /** Where the feature flags are read; nothing is changed there. */
        flags?: {
          /** Answers an object of flags. */
          url?: string;
        };
        hosts?: {
          [name: string]: {
            url: string;
            /** Path of the health endpoint. Default /. */
            health?: string;
            /** Format of its answer. Default status-code. */
            format?: string;
            /** Path of the metrics endpoint. */
            metrics?: string;
            /** Path of the performance endpoint. */
            performance?: string;
            /** Checks that are shown and not judged. */
            ignoreChecks?: string[];
            /** Belongs to somebody else: steps may ask it, the service is not judged by it. */
            external?: boolean;
            /**
             * Requests in 15 minutes that this host allows by itself. Without
             * it, the host shares the request budget of the service.
             */
            requestBudget?: number;
          };
        };
        postgres?: {
          [name: string]: {
            /**
             * URL of a role that may change data.
             * @visibility secret
             */
            connection?: string;
            /**
             * URL of a role that may only read.
             * @visibility secret
             */
            readOnlyConnection?: string;
          };
        };
        redis?: {
          [name: string]: {
            /** @visibility secret */
            url?: string;
            /** Prefix of the keys of sessions, such as `sess:`. */
            sessionPrefix?: string;
          };
        };
        railway?: {
          /** Of the GraphQL API. Default: that of railway.com. */
          url?: string;
          /** @visibility secret */
          token?: string;
          /** Default project. */
          tokenType?: 'project' | 'account';
          projectId?: string;
          environmentId?: string;
          /** Name or id of the service there. */
          service?: string;
        };
        /** Subscriptions are compared with it; nothing is changed there. */
        stripe?: {
          /** Of the API. Default: that of stripe.com. */
          url?: string;
          /**
           * Best a restricted key that may read subscriptions only.
           * @visibility secret
           */
          secretKey?: string;
        };
      };
    };
  };
}

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

import type {
  AuthService,
  DatabaseService,
  LoggerService,
  PermissionsRegistryService,
  PermissionsService,
  RootConfigService,
  SchedulerService,
  UrlReaderService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { targetPaths } from '@backstage/cli-common';
import { stringifyError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { PluginStatus } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import {
  Access,
  AuthorizedAbout,
  AuthorizedApprovals,
  AuthorizedLeads,
  AuthorizedEvidence,
  AuthorizedLocks,
  AuthorizedObservations,
  AuthorizedPerformance,
  AuthorizedPlanner,
  AuthorizedReviews,
  AuthorizedRunbooks,
  AuthorizedRunReader,
  AuthorizedRunService,
  AuthorizedServices,
  AuthorizedSubscriptions,
  type RunResource,
  type ServiceResource,
} from './access';
import { FlagReader } from './about/FlagReader';
import { ServiceAbouts } from './about/ServiceAbouts';
import { ApproverDirectory } from './approvals/ApproverDirectory';
import { ApproverReach } from './approvals/ApproverReach';
import type { SendNotification } from './approvals/Notices';
import { Dependents } from './catalog/Dependents';
import { IdempotencyKeys } from './idempotency/IdempotencyKeys';
import { IdempotentRequests } from './idempotency/IdempotentRequests';
import { createEvidence } from './evidence/createEvidence';
import type { EvidenceRetention } from './evidence/retention/EvidenceRetention';
import { createCollector } from './observations/collect';
import { mailSecrets } from './incidents/alerts/alertsConfig';
import { requireMailServer } from './incidents/alerts/createAlertChannels';
import { createIncidents } from './incidents/createIncidents';
import { createPerformance } from './observations/performance';
import { createObservations } from './observations/store';
import type { OpsApplication } from './OpsApplication';
import type { OpsConfig } from './opsConfig';
import { UnavailableError } from './problems';
import { openBundleFile } from './runbooks/bundle/openBundleFile';
import { createRunbookSources } from './runbooks/createSources';
import { RunbookShelf } from './runbooks/RunbookShelf';
import { SnapshotStore } from './runbooks/SnapshotStore';
import { Database } from './runs/Database';
import { migrateDatabase } from './runs/migrateDatabase';
import { createRecoveryPlanners } from './runs/createRecoveryPlanners';
import { Listener } from './runs/Listener';
import { Planner } from './runs/planner';
import { CredentialChecks } from './runs/planning/CredentialChecks';
import { InstallationKeys } from './runs/planning/InstallationKeys';
import { IntactRunService } from './runs/planning/IntactRunService';
import { Preflight } from './runs/planning/Preflight';
import { TargetHolders } from './runs/planning/TargetHolders';
import { createRedactor } from './runs/redaction';
import { createRunEngine } from './runs/RunEngine';
import { countActiveRuns } from './runs/store/countActiveRuns';
import { findRunOfPlan } from './runs/store/findRunOfPlan';
import { PostgresPlanStore } from './runs/store/PostgresPlanStore';
import type { ActionRegistry } from './runs/types';
import type { RegisteredHealthFormats } from './health';
import { ConfiguredServices } from './services';
import { LookUpAllowance } from './subscriptions/LookUpAllowance';
import { Subscriptions } from './subscriptions/Subscriptions';

/** What the application is made of. */
export interface OpsEnvironment {
  readonly actions: ActionRegistry;
  readonly healthFormats: RegisteredHealthFormats;
  readonly opsConfig: OpsConfig;
  readonly auth: AuthService;
  readonly catalog: CatalogService;
  readonly config: RootConfigService;
  readonly database: DatabaseService;
  readonly logger: LoggerService;
  readonly permissions: PermissionsService;
  readonly permissionsRegistry: PermissionsRegistryService;
  readonly scheduler: SchedulerService;
  readonly urlReader: UrlReaderService;
  readonly userInfo: UserInfoService;
  /** Sends a notification of Backstage. */
  readonly notify: SendNotification;
}

/** An application that runs, and what others of this process need of it. */
export interface OpenApplication {
  readonly application: OpsApplication;
  /** Sources of runbooks that could not be read. */
  sourceFailures(): Promise<readonly string[]>;
  /** What the pages should say about who may approve, and who cannot be told. */
  approverNotices(): Promise<PluginStatus['notices']>;
  serviceResources(
    ids: readonly string[],
  ): Promise<(ServiceResource | undefined)[]>;
  runResources(ids: readonly string[]): Promise<(RunResource | undefined)[]>;
  /** Ends streams, lets steps in flight settle, closes. */
  close(): Promise<void>;
}

/**
 * Puts everything together and opens the engine.
 *
 * @throws `UnavailableError` when the database or the configuration is not fit
 */
export async function openApplication(
  environment: OpsEnvironment,
): Promise<OpenApplication> {
  const { actions, auth, catalog, logger, opsConfig } = environment;
  const { approvals, changesAllowed, statusMaxAgeMs } = opsConfig;
  const stopping = new AbortController();

  const knex = await openDatabase(environment);
  const database = new Database({ knex });
  const keys = new InstallationKeys({ database });
  const hashKey = await keys.get('plan-hash');
  const services = await readServices(environment, keys);
  const redactor = createRedactor({
    secrets: [...services.secrets(), ...mailSecrets(opsConfig.mail)],
  });

  const observations = createObservations({
    ...{ database, logger },
    retention: opsConfig.observationRetention,
  });
  const { collector, statuses } = createCollector({
    ...{ services, database, redactor, logger },
    store: observations.store,
    maxAgeMs: statusMaxAgeMs,
  });
  const shelf = new RunbookShelf({
    sources: await createRunbookSources({
      ...environment,
      locations: opsConfig.runbooks,
      // The same root that Backstage takes app-config.yaml from.
      rootDir: targetPaths.rootDir,
      signal: stopping.signal,
    }),
    ...{ actions, services, statuses, logger },
  });
  const listener = new Listener({ database, logger });
  const { incidents, health, feed, notices, channelNotices } = createIncidents({
    ...environment,
    ...{ database, services, collector, shelf, listener, redactor },
    store: observations.store,
    mail: opsConfig.mail,
  });
  collector.follow(saved => incidents.observe(saved));
  const plans = PostgresPlanStore.create({ knex });
  const approvers = new ApproverReach({
    directory: new ApproverDirectory({ catalog, auth, logger }),
    config: approvals,
  });
  const planner = new Planner({
    runbooks: shelf,
    snapshots: new SnapshotStore({ database }),
    preflight: new Preflight({
      holders: new TargetHolders({ database }),
      credentials: new CredentialChecks({ redactor, logger }),
      approvers,
      redactor,
    }),
    ...{ database, plans, actions, services, redactor, logger },
    ...{ hashKey, approvals: approvals.mode },
    approvers: approvals.settings.from,
  });
  const recovery = createRecoveryPlanners({
    ...{ database, planner, actions, services, redactor },
    approvers: approvals.settings.from,
  });
  const engine = createRunEngine({
    ...{ knex, actions, services, logger },
    eachParallelism: opsConfig.eachParallelism,
    planUndo: recovery.undo.plan,
    approvals: approvals.settings,
    hashKey,
    ...{ listener, notices },
    migrate: environment.database.migrations?.skip !== true,
  });

  const access = new Access({ ...environment, auth, changesAllowed });
  const runs = new AuthorizedRunService({
    runs: new IntactRunService({
      runs: engine,
      wasRun: async planId =>
        (await findRunOfPlan(database, planId)) !== undefined,
      ...{ planner, services, hashKey },
    }),
    ...{ plans, access },
  });
  const authorizedServices = new AuthorizedServices({
    ...{ services, statuses, catalog, access },
  });
  const { evidence, anchoring, retention } = createEvidence({
    ...{ database, logger, redactor, reader: engine },
    ...opsConfig.evidence,
  });
  const bundle = openBundleFile({
    ...{ shelf, actions, logger },
    ...opsConfig.bundle,
  });
  const application: OpsApplication = {
    services: authorizedServices,
    about: new AuthorizedAbout({
      services: authorizedServices,
      abouts: new ServiceAbouts({
        contacts: opsConfig.bundle.contacts,
        flags: new FlagReader(),
        redactor,
      }),
    }),
    performance: new AuthorizedPerformance({
      services: authorizedServices,
      ...createPerformance({ database, store: observations.store }),
      access,
    }),
    observations: new AuthorizedObservations({
      services: authorizedServices,
      configured: services,
      ...{ health, incidents, feed, access },
      countActiveRuns: filter => countActiveRuns(database, filter),
    }),
    runbooks: new AuthorizedRunbooks({
      services: authorizedServices,
      ...{ shelf, actions, access },
      contacts: opsConfig.bundle.contacts,
    }),
    planner: new AuthorizedPlanner({
      services: authorizedServices,
      dependents: new Dependents({ catalog, logger }),
      ...{ planner, recovery, shelf, runs, access, reader: engine },
    }),
    runs,
    reader: new AuthorizedRunReader({ reader: engine, access }),
    approvals: new AuthorizedApprovals({
      approvals: engine.approvals,
      ...{ access, userInfo: environment.userInfo },
    }),
    reviews: new AuthorizedReviews({
      reviews: engine.reviews,
      reader: engine,
      access,
    }),
    leads: new AuthorizedLeads({
      leads: engine.leads,
      reader: engine,
      ...{ catalog, access },
    }),
    locks: new AuthorizedLocks({ locks: engine.locks, services, access }),
    evidence: new AuthorizedEvidence({ evidence, access }),
    subscriptions: new AuthorizedSubscriptions({
      subscriptions: new Subscriptions({
        ...{ logger, stopping: stopping.signal },
        hashKey: await keys.get('look-ups'),
      }),
      allowance: new LookUpAllowance({ database }),
      services: authorizedServices,
      access,
    }),
    idempotency: new IdempotentRequests({
      keys: new IdempotencyKeys({ database }),
      logger,
    }),
    stopping: stopping.signal,
  };

  await engine.open();
  await feed.open();
  await observations.housekeeping.open();
  await collector.open();
  anchoring.open();
  await scheduleRetention({ ...environment, retention, stopping });
  bundle?.open();
  return {
    application,
    sourceFailures: () => shelf.failures(),
    approverNotices: async () => [
      ...(await approvers.notices()),
      ...(await channelNotices()),
    ],
    serviceResources: async ids => ids.map(id => services.get(id)),
    runResources: ids => Promise.all(ids.map(id => engine.get(id))),
    close: async () => {
      stopping.abort();
      await feed.close();
      await engine.close();
      await collector.close();
      await observations.close();
      await anchoring.close();
      await bundle?.close();
    },
  };
}

async function scheduleRetention(options: {
  readonly retention: EvidenceRetention | undefined;
  readonly scheduler: SchedulerService;
  readonly stopping: AbortController;
}): Promise<void> {
  const { retention, scheduler, stopping } = options;
  if (retention !== undefined) {
    await scheduler.scheduleTask({
      id: 'tokpulse-ops-evidence-retention',
      scope: 'global',
      frequency: { hours: 6 },
      initialDelay: { minutes: 2 },
      timeout: { hours: 1 },
      signal: stopping.signal,
      fn: async signal => {
        await retention.round({ signal });
      },
    });
  }
}

async function openDatabase({ database, logger }: OpsEnvironment) {
  const knex = await database.getClient();
  const client = String(knex.client.config.client);
  if (client !== 'pg') {
    throw new UnavailableError({
      code: 'postgres-needed',
      message: `TokPulse Ops keeps its runs in PostgreSQL, and the database of this portal is ${client}`,
      nextStep:
        'Set backend.database.client to pg, or backend.database.plugin.tokpulse-ops.client for this plugin alone',
    });
  }
  if (database.migrations?.skip !== true) {
    try {
      await migrateDatabase(knex);
    } catch (error) {
      logger.error(`The tables could not be made: ${stringifyError(error)}`);
      throw new UnavailableError({
        code: 'database-not-ready',
        message: 'The tables of TokPulse Ops could not be made',
        nextStep:
          'The log of the backend says why; it is tried again by itself',
      });
    }
  }
  return knex;
}

async function readServices(
  { config, healthFormats, logger, opsConfig }: OpsEnvironment,
  keys: InstallationKeys,
): Promise<ConfiguredServices> {
  const fingerprintKey = await keys.get('service-fingerprint');
  try {
    const services = ConfiguredServices.fromConfig(config, {
      fingerprintKey,
      formats: healthFormats,
    });
    requireMailServer(services, opsConfig.mail);
    return services;
  } catch (error) {
    logger.error(`The services are not configured well: ${error}`);
    throw new UnavailableError({
      code: 'invalid-configuration',
      message: error instanceof Error ? error.message : String(error),
      nextStep: 'Correct app-config and restart the backend',
    });
  }
}

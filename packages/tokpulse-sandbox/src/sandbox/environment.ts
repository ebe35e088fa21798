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

import { join } from 'node:path';
import { partnerAppName } from './partnerApp';
import { Parts } from './World';

/**
 * The variables that tell a portal where the sandbox is and how to sign in.
 * `PORTAL_POSTGRES_*` are there only with a database for the portal, and so is
 * `PORTAL_FILES_DIR`, whose files live as long as that database.
 */
export function environmentOf(
  parts: Parts,
  options: { readonly sandboxUrl: string; readonly dataDir: string },
): Record<string, string> {
  const { database, partnerApp, dashboard, edges, railway, project, identity } =
    parts;
  const environment: Record<string, string> = {
    TOKPULSE_SANDBOX_URL: options.sandboxUrl,
    TOKPULSE_API_URL: partnerApp.url,
    TOKPULSE_APP_URL: edges.app.url,
    TOKPULSE_DASHBOARD_URL: dashboard.url,
    TOKPULSE_FLAGS_URL: parts.flags.url,
    TOKPULSE_DATABASE_URL: database.url('owner'),
    TOKPULSE_DATABASE_READONLY_URL: database.url('readOnly'),
    TOKPULSE_REDIS_URL: parts.redis.url,
    TOKPULSE_RAILWAY_URL: railway.url,
    TOKPULSE_RAILWAY_TOKEN: project.accountToken,
    TOKPULSE_RAILWAY_PROJECT_TOKEN: project.projectToken,
    TOKPULSE_RAILWAY_PROJECT_ID: project.id,
    TOKPULSE_RAILWAY_ENVIRONMENT_ID: project.environment.id,
    TOKPULSE_RAILWAY_SERVICE: partnerAppName,
    TOKPULSE_STRIPE_URL: parts.vendors.stripe.url.replace(/\/$/, ''),
    TOKPULSE_STRIPE_SECRET_KEY: parts.stripe.key,
    PORTAL_OIDC_METADATA_URL: identity.metadataUrl,
    PORTAL_OIDC_CLIENT_ID: identity.client.id,
    PORTAL_OIDC_CLIENT_SECRET: identity.client.secret,
    PORTAL_SESSION_SECRET: parts.portalSessionSecret,
  };
  const portal = parts.portalDatabase;
  if (portal) {
    environment.PORTAL_POSTGRES_HOST = portal.host;
    environment.PORTAL_POSTGRES_PORT = String(portal.port);
    environment.PORTAL_POSTGRES_USER = portal.user;
    environment.PORTAL_POSTGRES_PASSWORD = portal.password;
    environment.PORTAL_FILES_DIR = join(options.dataDir, 'portal-files');
  }
  return environment;
}

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

/** Who may sign in to the TokPulse database. */
export interface DatabaseRole {
  readonly name: string;
  readonly password: string;
}

export interface DatabaseRoles {
  /** Owns the schema; may create databases and end other sessions. */
  readonly owner: DatabaseRole;
  /** What the partner app signs in as. */
  readonly app: DatabaseRole;
  /** Reads tables, except the access tokens of shops, and statistics. */
  readonly readOnly: DatabaseRole;
}

/** The most sessions that the partner app may have at once. */
export const appConnectionLimit = 12;

/** Makes the roles, or sets their passwords again when they exist. */
export function rolesSql({ owner, app, readOnly }: DatabaseRoles): string {
  const role = ({ name, password }: DatabaseRole, attributes: string) => `
DO $$ BEGIN
  CREATE ROLE ${name};
EXCEPTION WHEN duplicate_object THEN NULL;
END $$;
ALTER ROLE ${name} LOGIN ${attributes} PASSWORD '${password}';`;
  return `
${role(owner, 'CREATEDB CONNECTION LIMIT 30')}
${role(app, `CONNECTION LIMIT ${appConnectionLimit}`)}
${role(readOnly, 'CONNECTION LIMIT 20')}
ALTER ROLE ${readOnly.name} SET default_transaction_read_only = on;
GRANT pg_read_all_stats TO ${readOnly.name};
GRANT pg_read_all_stats, pg_signal_backend TO ${owner.name};
`;
}

/** All but the access token of the shop. */
const readableStoreColumns = [
  ...['id', 'shopDomain', 'scopes', 'region', 'status', 'lastSyncAt'],
  ...['organizationId', 'createdAt', 'updatedAt'],
]
  .map(name => `"${name}"`)
  .join(', ');

/** What each role may do inside the database; run by the owner. */
export function grantsSql({ app, readOnly }: DatabaseRoles): string {
  return `
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO ${app.name}, ${readOnly.name};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${app.name};
GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${readOnly.name};
REVOKE SELECT ON stores FROM ${readOnly.name};
GRANT SELECT (${readableStoreColumns}) ON stores TO ${readOnly.name};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${app.name};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO ${readOnly.name};
`;
}

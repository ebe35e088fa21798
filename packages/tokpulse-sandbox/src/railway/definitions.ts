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

/**
 * The part of Railway's public schema that operating a service needs, written
 * with Railway's names and nullability. What is not here is refused, as the
 * real API refuses what it does not know.
 */
export const definitions = `
scalar DateTime
scalar DeploymentMeta
scalar EnvironmentVariables

type Query {
  deployment(id: String!): Deployment!
  deployments(after: String, before: String, first: Int, input: DeploymentListInput!, last: Int): QueryDeploymentsConnection!
  deploymentLogs(deploymentId: String!, endDate: DateTime, filter: String, limit: Int, startDate: DateTime): [Log!]!
  buildLogs(deploymentId: String!, endDate: DateTime, filter: String, limit: Int, startDate: DateTime): [Log!]!
  environment(id: String!, projectId: String): Environment!
  project(id: String!): Project!
  projectToken: ProjectToken!
  service(id: String!): Service!
  serviceInstance(environmentId: String!, serviceId: String!): ServiceInstance!
  variables(environmentId: String!, projectId: String!, serviceId: String, unrendered: Boolean): EnvironmentVariables!
}

type Mutation {
  deploymentRedeploy(id: String!, usePreviousImageTag: Boolean): Deployment!
  deploymentRestart(id: String!): Boolean!
  deploymentRollback(id: String!): Boolean!
  serviceInstanceDeployV2(commitSha: String, environmentId: String!, serviceId: String!): String!
  variableCollectionUpsert(input: VariableCollectionUpsertInput!): Boolean!
  variableUpsert(input: VariableUpsertInput!): Boolean!
}

interface Node {
  id: ID!
}

type Project implements Node {
  id: ID!
  name: String!
  description: String
  createdAt: DateTime!
  updatedAt: DateTime!
  deletedAt: DateTime
  environments(after: String, before: String, first: Int, last: Int): ProjectEnvironmentsConnection!
  services(after: String, before: String, first: Int, last: Int): ProjectServicesConnection!
}

type Environment implements Node {
  id: ID!
  name: String!
  projectId: String!
  isEphemeral: Boolean!
  createdAt: DateTime!
  updatedAt: DateTime!
  deletedAt: DateTime
  deployments(after: String, before: String, first: Int, last: Int): EnvironmentDeploymentsConnection!
  serviceInstances(after: String, before: String, first: Int, last: Int): EnvironmentServiceInstancesConnection!
}

type Service implements Node {
  id: ID!
  name: String!
  icon: String
  projectId: String!
  project: Project!
  createdAt: DateTime!
  updatedAt: DateTime!
  deletedAt: DateTime
}

type ServiceInstance implements Node {
  id: ID!
  serviceId: String!
  serviceName: String!
  service: Service!
  environmentId: String!
  activeDeployments: [Deployment!]!
  latestDeployment: Deployment
  healthcheckPath: String
  healthcheckTimeout: Int
  numReplicas: Int
  region: String
  restartPolicyMaxRetries: Int!
  restartPolicyType: RestartPolicyType!
  source: ServiceSource
  createdAt: DateTime!
  updatedAt: DateTime!
  deletedAt: DateTime
}

type ServiceSource {
  image: String
  repo: String
}

enum RestartPolicyType {
  ALWAYS
  NEVER
  ON_FAILURE
}

type Deployment implements Node {
  id: ID!
  status: DeploymentStatus!
  statusUpdatedAt: DateTime
  createdAt: DateTime!
  updatedAt: DateTime!
  canRedeploy: Boolean!
  canRollback: Boolean!
  deploymentStopped: Boolean!
  environment: Environment!
  environmentId: String!
  instances: [DeploymentDeploymentInstance!]!
  meta: DeploymentMeta
  projectId: String!
  service: Service!
  serviceId: String
  snapshotId: String
  staticUrl: String
  url: String
}

enum DeploymentStatus {
  BUILDING
  CRASHED
  DEPLOYING
  FAILED
  INITIALIZING
  NEEDS_APPROVAL
  QUEUED
  REMOVED
  REMOVING
  SKIPPED
  SLEEPING
  SUCCESS
  WAITING
}

type DeploymentDeploymentInstance {
  id: String!
  status: DeploymentInstanceStatus!
}

enum DeploymentInstanceStatus {
  CRASHED
  CREATED
  EXITED
  INITIALIZING
  REMOVED
  REMOVING
  RESTARTING
  RUNNING
  SKIPPED
  STOPPED
}

type Log {
  attributes: [LogAttribute!]!
  message: String!
  severity: String
  tags: LogTags
  timestamp: String!
}

type LogAttribute {
  key: String!
  value: String!
}

type LogTags {
  deploymentId: String
  deploymentInstanceId: String
  environmentId: String
  projectId: String
  serviceId: String
  snapshotId: String
}

type ProjectToken implements Node {
  id: ID!
  name: String!
  displayToken: String!
  createdAt: DateTime!
  environment: Environment!
  environmentId: String!
  project: Project!
  projectId: String!
}

type PageInfo {
  endCursor: String
  hasNextPage: Boolean!
  hasPreviousPage: Boolean!
  startCursor: String
}

${[
  ['QueryDeployments', 'Deployment'],
  ['EnvironmentDeployments', 'Deployment'],
  ['EnvironmentServiceInstances', 'ServiceInstance'],
  ['ProjectEnvironments', 'Environment'],
  ['ProjectServices', 'Service'],
]
  .map(
    ([name, node]) => `
type ${name}Connection {
  edges: [${name}ConnectionEdge!]!
  pageInfo: PageInfo!
}

type ${name}ConnectionEdge {
  cursor: String!
  node: ${node}!
}`,
  )
  .join('\n')}

input DeploymentListInput {
  environmentId: String
  includeDeleted: Boolean
  projectId: String
  serviceId: String
  status: DeploymentStatusInput
}

input DeploymentStatusInput {
  in: [DeploymentStatus!]
  notIn: [DeploymentStatus!]
}

input VariableCollectionUpsertInput {
  environmentId: String!
  projectId: String!
  replace: Boolean = false
  serviceId: String
  skipDeploys: Boolean = false
  variables: EnvironmentVariables!
}

input VariableUpsertInput {
  environmentId: String!
  name: String!
  projectId: String!
  serviceId: String
  skipDeploys: Boolean = false
  value: String!
}
`;

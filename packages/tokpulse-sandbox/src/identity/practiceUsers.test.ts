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

import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { packagePath } from '../packagePath';
import { practiceUsers } from './practiceUsers';

/** The group of each role, as app-config.yaml gives it rights. */
const groups: Readonly<Record<string, string>> = {
  Viewer: 'tokpulse-viewers',
  Operator: 'tokpulse-operators',
  Approver: 'tokpulse-approvers',
  Administrator: 'tokpulse-administrators',
};

it('has a user of the portal’s catalog for every account, with its role and no other', () => {
  const file = packagePath('..', '..', 'catalog', 'org.yaml');
  const entities = parseAllDocuments(readFileSync(file, 'utf8')).map(document =>
    document.toJS(),
  );
  for (const { name, displayName, email, role } of practiceUsers) {
    const user = entities.find(
      each => each.kind === 'User' && each.metadata.name === name,
    );
    expect(user?.spec.profile).toEqual({ displayName, email });
    expect(
      user?.spec.memberOf.filter((group: string) =>
        Object.values(groups).includes(group),
      ),
    ).toEqual([groups[role]]);
  }
});

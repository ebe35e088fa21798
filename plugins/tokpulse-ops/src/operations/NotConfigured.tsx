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

import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { makeStyles } from '@material-ui/core/styles';
import { Panel } from '../states/Panel';
import { ProblemPanel } from '../states/ProblemPanel';
import { CodeBlock } from '../text/CodeBlock';
import { useText } from '../translation';
import { SERVICE_ANNOTATION } from './serviceAnnotation';

const useStyles = makeStyles(
  { code: { marginTop: 8, maxWidth: 560 } },
  { name: 'TokPulseOpsNotConfigured' },
);

export interface NotConfiguredProps {
  readonly entity: Entity;
  readonly message: string;
  readonly nextStep: string;
}

/** For an entity without a service: what to add, and where. */
export const NotConfigured = (props: NotConfiguredProps) => {
  const { entity, message, nextStep } = props;
  const classes = useStyles();
  const t = useText();
  const service =
    entity.metadata.annotations?.[SERVICE_ANNOTATION] ?? entity.metadata.name;
  const example = [
    '# app-config.yaml',
    'tokpulseOps:',
    '  services:',
    `    ${service}:`,
    `      entities: [${stringifyEntityRef(entity)}]`,
    '      hosts:',
    '        api: { url: https://…, health: /health }',
  ].join('\n');
  return (
    <Panel title={t('card.title')}>
      <ProblemPanel
        kind="empty"
        title={t('entity.notConfigured')}
        message={message}
        nextStep={nextStep}
      >
        <div className={classes.code}>
          <CodeBlock text={example} what={t('card.title')} />
        </div>
      </ProblemPanel>
    </Panel>
  );
};

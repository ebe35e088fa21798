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
import type { ServiceInfo } from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { Panel } from '../states/Panel';
import { useText } from '../translation';

const useStyles = makeStyles(
  {
    list: {
      margin: 0,
      padding: '6px 20px 14px 36px',
      fontSize: 14,
      lineHeight: '22px',
    },
  },
  { name: 'TokPulseOpsCapabilitiesPanel' },
);

/** What the service could do if more of it were configured. */
export const CapabilitiesPanel = (props: { readonly service: ServiceInfo }) => {
  const classes = useStyles();
  const t = useText();
  const missing = props.service.capabilities.filter(
    ({ configured, hint }) => !configured && hint !== undefined,
  );
  if (missing.length === 0) {
    return null;
  }
  return (
    <Panel title={t('capabilities.title')}>
      <ul className={classes.list}>
        {missing.map(({ id, hint }) => (
          <li key={id}>{hint}</li>
        ))}
      </ul>
    </Panel>
  );
};

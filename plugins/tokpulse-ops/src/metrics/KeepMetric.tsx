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
import type {
  MetricSampleView,
  ServiceInfo,
} from '@tokpulse/backstage-plugin-tokpulse-ops-common';
import { CodeBlock } from '../text/CodeBlock';
import { useText } from '../translation';
import { keepConfig } from './keepConfig';
import { LookBox } from './LookBox';

const useStyles = makeStyles(
  { text: { margin: '0 0 8px', fontSize: 14, lineHeight: '20px' } },
  { name: 'TokPulseOpsKeepMetric' },
);

export interface KeepMetricProps {
  readonly service: ServiceInfo;
  readonly sample: MetricSampleView;
  readonly onClose: () => void;
}

/** What to configure so that the history of a metric is kept. */
export const KeepMetric = (props: KeepMetricProps) => {
  const { service, sample, onClose } = props;
  const classes = useStyles();
  const t = useText();
  return (
    <LookBox
      title={t('metrics.keepThis', { name: sample.name })}
      onClose={onClose}
    >
      <p className={classes.text}>{t('metrics.keepText')}</p>
      <CodeBlock
        text={keepConfig(service.id, sample)}
        what={t('metrics.keepWhat')}
        label="app-config.yaml"
      />
    </LookBox>
  );
};

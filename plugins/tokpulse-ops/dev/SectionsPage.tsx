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

import { useSearchParams } from 'react-router-dom';
import { OpsDataProvider } from '../src/data/OpsDataProvider';
import { HealthGlance } from '../src/health/HealthGlance';
import { HealthSection } from '../src/health/HealthSection';
import { MetricsSection } from '../src/metrics/MetricsSection';
import { PerformanceGlance } from '../src/performance/PerformanceGlance';
import { PerformanceSection } from '../src/performance/PerformanceSection';
import { Panel } from '../src/states/Panel';
import { tokpulse } from '../src/__fixtures__/services';

const parts = {
  health: HealthSection,
  performance: PerformanceSection,
  metrics: MetricsSection,
};

/** The sections of a service, or the one that `?part=` names. */
export const SectionsPage = () => {
  const [params] = useSearchParams();
  const wanted = params.get('part');
  return (
    <OpsDataProvider>
      <div style={{ display: 'grid', gap: 16, padding: 16 }}>
        {Object.entries(parts)
          .filter(([name]) => wanted === null || wanted === name)
          .map(([name, Part]) => (
            <Part key={name} service={tokpulse} />
          ))}
        {(wanted === null || wanted === 'glance') && (
          <>
            <Panel title="Health at a glance">
              <div style={{ padding: '8px 20px 14px', maxWidth: 420 }}>
                <HealthGlance service={tokpulse} />
              </div>
            </Panel>
            <Panel title="Performance at a glance">
              <div style={{ padding: '8px 20px 14px', maxWidth: 420 }}>
                <PerformanceGlance service={tokpulse} />
              </div>
            </Panel>
          </>
        )}
      </div>
    </OpsDataProvider>
  );
};

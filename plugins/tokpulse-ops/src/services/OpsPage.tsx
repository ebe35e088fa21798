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

import { Content } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import { Outlet, Route, Routes } from 'react-router-dom';
import { ApprovalsPage } from '../approvals/ApprovalsPage';
import { OpsDataProvider } from '../data/OpsDataProvider';
import { LocksPage } from '../locks/LocksPage';
import { ReviewsPage } from '../reviews/ReviewsPage';
import {
  approvalsRouteRef,
  locksRouteRef,
  reviewsRouteRef,
  runRouteRef,
  runsRouteRef,
  serviceRouteRef,
} from '../routes';
import { RunPage } from '../run/RunPage';
import { RunsPage } from '../runs/RunsPage';
import { PluginBanner } from '../states/PluginBanner';
import { OpsTabs } from './OpsTabs';
import { ServicePage } from './ServicePage';
import { ServicesPage } from './ServicesPage';

const useStyles = makeStyles(
  {
    // The header of the page has room below it already.
    root: { paddingTop: 0 },
    part: {
      display: 'grid',
      gap: 16,
      gridTemplateColumns: 'minmax(0, 1fr)',
    },
  },
  { name: 'TokPulseOpsPage' },
);

/** The parts of the page that stand side by side. */
const Parts = () => {
  const classes = useStyles();
  return (
    <>
      <OpsTabs />
      <div className={classes.part}>
        <PluginBanner />
        <Outlet />
      </div>
    </>
  );
};

/** The pages of the plugin below `/tokpulse-ops`. */
export const OpsPage = () => {
  const classes = useStyles();
  return (
    <OpsDataProvider>
      <Content className={classes.root}>
        <Routes>
          <Route element={<Parts />}>
            <Route path="/" element={<ServicesPage />} />
            <Route path={approvalsRouteRef.path} element={<ApprovalsPage />} />
            <Route path={reviewsRouteRef.path} element={<ReviewsPage />} />
            <Route path={locksRouteRef.path} element={<LocksPage />} />
            <Route path={runsRouteRef.path} element={<RunsPage />} />
          </Route>
          <Route path={serviceRouteRef.path} element={<ServicePage />} />
          <Route path={runRouteRef.path} element={<RunPage />} />
        </Routes>
      </Content>
    </OpsDataProvider>
  );
};

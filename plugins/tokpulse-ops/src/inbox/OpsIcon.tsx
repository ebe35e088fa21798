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

import { useApiHolder } from '@backstage/core-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import FavoriteIcon from '@material-ui/icons/FavoriteBorder';
import { tokpulseOpsApiRef } from '../api/tokpulseOpsApi';
import { countInbox, useInbox } from '../data/inbox';
import { OpsCache } from '../data/OpsDataProvider';
import { useText } from '../translation';

const useStyles = makeStyles(
  {
    root: { position: 'relative', display: 'inline-flex' },
    count: {
      position: 'absolute',
      top: -8,
      left: '72%',
      minWidth: 16,
      height: 16,
      padding: '0 4px',
      borderRadius: 8,
      boxSizing: 'border-box',
      fontSize: 10.5,
      lineHeight: '16px',
      fontWeight: 700,
      textAlign: 'center',
      color: '#1b1b1b',
      backgroundColor: '#ffb74d',
      boxShadow: '0 0 0 1.5px rgba(0, 0, 0, 0.35)',
    },
  },
  { name: 'TokPulseOpsIcon' },
);

/** More than this says nothing more. */
const MOST = 99;

const Count = () => {
  const classes = useStyles();
  const t = useText();
  const count = countInbox(useInbox());
  if (count === 0) {
    return null;
  }
  const words = t('inbox.count', { count });
  return (
    <span className={classes.count} role="img" aria-label={words} title={words}>
      {count > MOST ? `${MOST}+` : count}
    </span>
  );
};

/** The icon of the page, with the number of things that wait for the reader. */
export const OpsIcon = () => {
  const classes = useStyles();
  // The navigation must not break where an app leaves the API out.
  const api = useApiHolder().get(tokpulseOpsApiRef);
  return (
    <span className={classes.root}>
      <FavoriteIcon fontSize="inherit" />
      {api !== undefined && (
        <OpsCache api={api}>
          <Count />
        </OpsCache>
      )}
    </span>
  );
};

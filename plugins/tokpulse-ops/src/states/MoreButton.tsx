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

import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import type { Keyset } from '../data/keyset';
import { useText } from '../translation';

const useStyles = makeStyles(
  { root: { padding: '0 15px 12px' } },
  { name: 'TokPulseOpsMoreButton' },
);

export interface MoreButtonProps {
  readonly of: Pick<Keyset<unknown>, 'more' | 'loadMore'>;
  readonly label: string;
}

/** At the end of a list that goes on. */
export const MoreButton = ({ of, label }: MoreButtonProps) => {
  const classes = useStyles();
  const t = useText();
  return of.more === 'none' ? null : (
    <div className={classes.root}>
      <Button
        size="small"
        onClick={of.loadMore}
        disabled={of.more === 'loading'}
      >
        {of.more === 'loading' ? t('activity.loadingMore') : label}
      </Button>
    </div>
  );
};

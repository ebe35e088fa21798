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
import MuiSkeleton from '@material-ui/lab/Skeleton';

/** Roughly what will be there, so that nothing jumps. */
export type SkeletonShape = 'status' | 'list' | 'page' | 'line';

const useStyles = makeStyles(
  {
    root: { padding: '16px 20px', minWidth: 0 },
    line: { padding: '4px 0' },
  },
  { name: 'TokPulseOpsSkeleton' },
);

const linesOf: Readonly<Record<SkeletonShape, readonly [number, number][]>> = {
  status: [
    [40, 36],
    [75, 20],
    [30, 16],
    [100, 28],
    [100, 28],
  ],
  list: [
    [100, 40],
    [100, 40],
    [100, 40],
  ],
  page: [
    [50, 40],
    [30, 20],
    [100, 120],
    [100, 60],
    [100, 60],
    [100, 60],
  ],
  line: [[60, 20]],
};

export interface SkeletonProps {
  readonly shape: SkeletonShape;
  /** What is being loaded, for screen readers. */
  readonly label: string;
}

/** Stands in for content that is being loaded. */
export const Skeleton = ({ shape, label }: SkeletonProps) => {
  const classes = useStyles();
  return (
    <div
      role="status"
      aria-label={label}
      className={shape === 'line' ? classes.line : classes.root}
    >
      {linesOf[shape].map(([width, height], index) => (
        <MuiSkeleton key={index} width={`${width}%`} height={height} />
      ))}
    </div>
  );
};

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
import {
  type ReactNode,
  Suspense,
  useCallback,
  useEffect,
  useState,
} from 'react';
import { ErrorBoundary } from '@backstage/core-components';
import { Panel } from '../states/Panel';
import { Skeleton } from '../states/Skeleton';
import { useText } from '../translation';
import { type SectionId, sectionWords } from './sections';

/** So far below the window a section begins to load. */
const AHEAD = '500px';

/**
 * Pixels that a section takes on a usual window once it is there. Kept free for
 * it, a jump lands where it was aimed at, and what is further down does not
 * count as near only because nothing is above it yet.
 */
const roomFor: Readonly<Partial<Record<SectionId, number>>> = {
  health: 2100,
  performance: 1000,
  metrics: 740,
  subscriptions: 2400,
};

const useStyles = makeStyles(
  {
    root: {
      display: 'grid',
      gap: 16,
      gridTemplateColumns: 'minmax(0, 1fr)',
      // The navigation stays on top of what was jumped to.
      scrollMarginTop: '56px',
      // It takes the focus so that keys go on from it; nobody can do anything with it.
      outline: 0,
    },
  },
  { name: 'TokPulseOpsSection' },
);

/** Whether an element has been near the window; true where nobody can tell. */
function useBeenNear(): readonly [boolean, (element: Element | null) => void] {
  const [near, setNear] = useState(typeof IntersectionObserver === 'undefined');
  const [element, setElement] = useState<Element | null>(null);
  useEffect(() => {
    if (near || element === null) {
      return undefined;
    }
    const observer = new IntersectionObserver(
      entries => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) {
          setNear(true);
        }
      },
      { rootMargin: AHEAD },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [near, element]);
  return [near, setElement];
}

export interface SectionProps {
  readonly id: SectionId;
  /** `soon` is made at once, `near` when the reader comes near it. */
  readonly load?: 'soon' | 'near';
  readonly onElement: (id: SectionId, element: HTMLElement | null) => void;
  readonly children: ReactNode;
}

/** A part of the page that can be jumped to; a failure in it stays in it. */
export const Section = (props: SectionProps) => {
  const { id, load = 'soon', onElement, children } = props;
  const classes = useStyles();
  const t = useText();
  const [near, watch] = useBeenNear();
  const ref = useCallback(
    (element: HTMLElement | null) => {
      watch(element);
      onElement(id, element);
    },
    [id, onElement, watch],
  );
  const title = t(sectionWords[id]);
  const later = (
    <Panel title={title} minHeight={roomFor[id]}>
      <Skeleton
        shape="status"
        label={t('problem.loading', {
          what: t('sections.loading', { section: title }),
        })}
      />
    </Panel>
  );
  return (
    <div ref={ref} className={classes.root} tabIndex={-1} data-section={id}>
      <ErrorBoundary>
        {load === 'soon' || near ? (
          <Suspense fallback={later}>{children}</Suspense>
        ) : (
          later
        )}
      </ErrorBoundary>
    </div>
  );
};

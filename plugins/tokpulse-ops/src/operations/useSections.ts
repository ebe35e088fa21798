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

import { useCallback, useEffect, useRef } from 'react';
import type { ServiceParams } from '../data/serviceParams';
import { type SectionId, sectionNamed } from './sections';

/** The parameter of the address that names a section. */
const SECTION = 'section';

/** How long a page may go on growing above a section that was jumped to. */
const SETTLES_MS = 5_000;

function reveal(element: HTMLElement): void {
  // Some tests and old browsers have no scrolling.
  element.scrollIntoView?.({ block: 'start' });
  element.focus({ preventScroll: true });
}

/** Jumping to the sections of a page, by its navigation and by its address. */
export function useSections(options: {
  readonly service: string;
  readonly params: ServiceParams;
}) {
  const { service, params } = options;
  const elements = useRef(new Map<SectionId, HTMLElement>());
  const here = sectionNamed(params.get(SECTION));

  const onElement = useCallback(
    (id: SectionId, element: HTMLElement | null) => {
      if (element === null) {
        elements.current.delete(id);
      } else {
        elements.current.set(id, element);
      }
    },
    [],
  );

  const go = useCallback((id: SectionId) => {
    const element = elements.current.get(id);
    if (element !== undefined) {
      reveal(element);
    }
  }, []);

  // The section that the address named when the page was opened.
  const named = useRef(here);
  useEffect(() => {
    const id = named.current;
    if (id === undefined) {
      return undefined;
    }
    go(id);
    if (typeof ResizeObserver === 'undefined') {
      return undefined;
    }
    // What is above it is still loading: stay with it until the reader moves.
    const stay = new ResizeObserver(() => {
      elements.current.get(id)?.scrollIntoView?.({ block: 'start' });
    });
    elements.current.forEach(element => stay.observe(element));
    const stop = () => stay.disconnect();
    const timer = setTimeout(stop, SETTLES_MS);
    const moves = ['wheel', 'touchstart', 'keydown', 'pointerdown'] as const;
    moves.forEach(move => window.addEventListener(move, stop, { once: true }));
    return () => {
      stop();
      clearTimeout(timer);
      moves.forEach(move => window.removeEventListener(move, stop));
    };
  }, [go, service]);

  const searchOf = useCallback(
    (id: SectionId) => params.searchWith({ [SECTION]: id }),
    [params],
  );

  return { here, onElement, go, searchOf };
}

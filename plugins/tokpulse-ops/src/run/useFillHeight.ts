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

import { type RefObject, useLayoutEffect, useState } from 'react';

const MARGIN = 16;
const LEAST = 420;

/** Height in CSS pixels from the top of an element to the end of the window. */
export function useFillHeight(element: RefObject<HTMLElement>): number {
  const [height, setHeight] = useState(LEAST);
  useLayoutEffect(() => {
    const measure = () => {
      const top = element.current?.getBoundingClientRect().top ?? 0;
      setHeight(Math.max(LEAST, window.innerHeight - top - MARGIN));
    };
    measure();
    window.addEventListener('resize', measure);
    // What stands above, such as a banner, comes and goes.
    const around = new ResizeObserver(measure);
    const parent = element.current?.parentElement;
    if (parent) {
      around.observe(parent);
    }
    return () => {
      window.removeEventListener('resize', measure);
      around.disconnect();
    };
  }, [element]);
  return height;
}

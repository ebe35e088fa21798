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

import { failedAfterChanges, undoPlan } from '../../__fixtures__/recovery';
import { undoRows } from './undoPlanRows';

const run = failedAfterChanges();

describe('undoRows', () => {
  it('lists what can be taken back as planned, then what cannot and why', () => {
    const rows = undoRows({ run, whole: undoPlan, chosen: undoPlan });

    expect(rows).toEqual([
      expect.objectContaining({
        kind: 'possible',
        step: expect.objectContaining({ id: 'tell' }),
        planned: undoPlan.steps[0],
      }),
      expect.objectContaining({
        kind: 'impossible',
        step: expect.objectContaining({ id: 'restart' }),
        because: {
          said: 'a restart brings back nothing that could be taken away',
        },
      }),
    ]);
  });

  it('keeps a step that is left out, without its plan', () => {
    const [first] = undoRows({
      run,
      whole: undoPlan,
      chosen: { ...undoPlan, steps: [] },
    });

    expect(first).toMatchObject({ kind: 'possible', planned: undefined });
  });

  it('says of an unknown step that it has to be decided first', () => {
    const unknown = {
      steps: run.steps.map(step =>
        step.id === 'restart' ? { ...step, state: 'unknown' as const } : step,
      ),
    };
    const rows = undoRows({ run: unknown, whole: undoPlan, chosen: undoPlan });

    expect(rows[1]).toMatchObject({ because: 'unknown' });
  });

  it('leaves out what another run has taken back', () => {
    const undone = {
      steps: run.steps.map(step => ({ ...step, undoneBy: 'another' })),
    };
    const rows = undoRows({
      run: undone,
      whole: { ...undoPlan, steps: [] },
      chosen: undefined,
    });

    expect(rows).toEqual([]);
  });
});

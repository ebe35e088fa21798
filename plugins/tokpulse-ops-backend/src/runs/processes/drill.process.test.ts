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

import { CHOICES, PLACES, type DrillCase } from '../../../harness/drill/cases';
import { Drill } from '../../../harness/drill/Drill';
import type { DrillRun } from '../../../harness/drill/DrillRun';
import { selectedCases } from '../../../harness/drill/selection';
import { drillSteps, keysOf } from '../../../harness/drill/steps';
import { Intruder } from '../../__testUtils__/tamper';

const KILLS = 40;
const cases = selectedCases({ seed: 2026, kills: KILLS });

/**
 * Every choice in both modes, every step in both modes, and forty drivers that
 * are killed: all at once, since each takeover takes ten seconds. The whole
 * cross product is in `yarn soak drill`.
 */
describe('the drill of recovery', () => {
  let drill: Drill;
  let runs: readonly DrillRun[] = [];

  beforeAll(async () => {
    drill = await Drill.start({ atOnce: cases.length });
    runs = await drill.round(cases);
  }, 900_000);

  afterAll(() => drill?.stop(), 60_000);

  const find = (what: string, fits: (one: DrillRun) => boolean): DrillRun => {
    const found = runs.find(fits);
    if (found === undefined) {
      throw new Error(`The selection has no ${what}`);
    }
    return found;
  };

  it('goes through every choice and every step in both modes', () => {
    const pairs = (of: (one: DrillCase) => string) =>
      new Set(cases.map(one => `${one.mode} ${of(one)}`));
    expect(pairs(({ choice }) => choice).size).toBe(2 * (CHOICES.length + 1));
    expect(pairs(({ stepId }) => stepId).size).toBe(2 * drillSteps.length);
  });

  it('kills drivers at every place', () => {
    const places = runs.flatMap(({ stopped }) => stopped?.place ?? []);
    expect(new Set(places).size).toBe(PLACES.length);
    expect(places).toHaveLength(KILLS);
  });

  it('ends every time as the choice promises', async () => {
    const broken = await Promise.all(runs.map(one => drill.broken(one)));
    expect(broken.flat()).toEqual([]);
  }, 60_000);

  describe('turns red', () => {
    it('when an effect happens twice', async () => {
      const one = find('run that went on to its end', ({ one: { choice } }) =>
        ['skip', 'retry'].includes(choice),
      );
      const announce = drillSteps.filter(({ id }) => id === 'pause');
      const [key] = announce.flatMap(step => keysOf(one.runId, step));
      drill.ledger.double(key);
      expect(await drill.broken(one)).toEqual([
        expect.objectContaining({ kind: 'effect-twice' }),
      ]);
    });

    it('when an effect is taken back twice', async () => {
      const one = find(
        'run that was taken back',
        ({ one: { choice }, runIds }) => choice === 'undo' && runIds.length > 1,
      );
      const taken = drill.ledger.entries.find(
        ({ key, takesBack }) =>
          takesBack !== undefined && one.runIds.includes(key.split(':')[0]),
      );
      drill.ledger.double(taken?.key ?? '');
      expect(await drill.broken(one)).toEqual([
        expect.objectContaining({ kind: 'undone-twice' }),
      ]);
    });

    it('when an event is edited', async () => {
      const one = find('run that was stopped', ({ one: { choice } }) =>
        ['stop'].includes(choice),
      );
      await new Intruder(drill.database).change([
        `update run_events set actor = 'user:default/somebody'
         where run_id = $1::uuid and seq = 1`,
        one.runId,
      ]);
      expect(await drill.broken(one)).toEqual([
        expect.objectContaining({
          kind: 'evidence-invalid',
          detail: expect.stringContaining('edited at 1'),
        }),
      ]);
    });

    it('when a run does not end as promised', async () => {
      const one = find('run that was done by hand', ({ one: { choice } }) =>
        choice.startsWith('by-hand'),
      );
      await new Intruder(drill.database).change([
        `update run_steps set state = 'failed'
         where run_id = $1::uuid and step_id = 'report'`,
        one.runId,
      ]);
      expect(await drill.broken(one)).toEqual([
        expect.objectContaining({ kind: 'wrong-step' }),
      ]);
    });
  });
});

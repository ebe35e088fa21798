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

import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { anApproval } from '../__fixtures__/approvals';
import { anEvidenceFile, aVerification } from '../__fixtures__/evidence';
import {
  aHistory,
  editedPlan,
  failedAfterChanges,
  itemsFailed,
  UNDO_RUN_ID,
  undoPlan,
  waitingForUndo,
} from '../__fixtures__/recovery';
import {
  needsDecision,
  RUN_ID,
  succeeded,
  verifying,
} from '../__fixtures__/runs';
import { fakeApi, type FakeApiChanges } from '../__testUtils__/fakeApi';
import { pretendLayout } from '../__testUtils__/layout';
import { renderRun, withKey } from '../__testUtils__/renderRun';

pretendLayout({ width: 1200, height: 800 });

const MIB = 1024 * 1024;

const renderDecision = (changes: FakeApiChanges = {}) => {
  const decideStep = jest.fn(async () => verifying());
  return {
    decideStep,
    ...renderRun(fakeApi({ run: needsDecision(), decideStep, ...changes })),
  };
};

const choose = async (
  user: ReturnType<typeof renderRun>['user'],
  name: string,
  button: string,
) => {
  const radio = await screen.findByRole('radio', { name });
  await waitFor(() => expect(radio).toBeEnabled());
  await user.click(radio);
  await user.click(screen.getByRole('button', { name: button }));
  return within(await screen.findByRole('dialog'));
};

describe('Retry with edited input', () => {
  it('shows the plan of the rest before it is adopted, and what becomes void', async () => {
    const replanStep = jest.fn(async () => editedPlan);
    const { user, decideStep } = renderDecision({
      run: { ...needsDecision(), approvals: 'team' },
      replanStep,
      approvals: {
        list: async () => ({
          items: [
            anApproval({ state: 'approved', decidedBy: 'user:default/arne' }),
          ],
        }),
      },
    });
    const dialog = await choose(user, 'Edit and retry', 'Edit the input…');
    fireEvent.change(await dialog.findByLabelText('Input as JSON'), {
      target: { value: '{"service": "another-app"}' },
    });
    await user.click(dialog.getByRole('button', { name: 'Show the new plan' }));

    expect(await dialog.findByText(/^One approval becomes void/)).toBeVisible();
    expect(dialog.getByText(/approved by arne/)).toBeVisible();
    expect(dialog.getByText('"another-app"')).toBeVisible();
    expect(replanStep).toHaveBeenCalledWith({
      runId: RUN_ID,
      stepId: 'restart',
      input: { service: 'another-app' },
    });
    expect(decideStep).not.toHaveBeenCalled();
    await user.click(
      dialog.getByRole('button', { name: 'Go on with this plan' }),
    );

    await waitFor(() =>
      expect(decideStep).toHaveBeenCalledWith(
        {
          runId: RUN_ID,
          stepId: 'restart',
          choice: 'edit',
          attempt: 1,
          planId: editedPlan.id,
          planHash: editedPlan.hash,
        },
        withKey,
      ),
    );
  });

  it('keeps what is no JSON from being planned', async () => {
    const replanStep = jest.fn(async () => editedPlan);
    const { user } = renderDecision({ replanStep });
    const dialog = await choose(user, 'Edit and retry', 'Edit the input…');
    fireEvent.change(await dialog.findByLabelText('Input as JSON'), {
      target: { value: '{"service": ' },
    });
    await user.click(dialog.getByRole('button', { name: 'Show the new plan' }));

    expect(dialog.getByText(/^That is not valid/)).toBeVisible();
    expect(replanStep).not.toHaveBeenCalled();
  });
});

describe('Done by hand', () => {
  it('takes files up to 5 MiB as evidence and refuses larger ones', async () => {
    const addFile = jest.fn(async () => anEvidenceFile());
    const { user, decideStep } = renderDecision({ evidence: { addFile } });
    const radio = await screen.findByRole('radio', { name: 'Done by hand' });
    await waitFor(() => expect(radio).toBeEnabled());
    await user.click(radio);
    const done = screen.getByRole('button', { name: 'It is done: go on' });
    expect(done).toBeDisabled();
    const small = new File(['x'], 'railway.png', { type: 'image/png' });
    const large = new File([new Uint8Array(5 * MIB + 1)], 'film.mp4');
    await user.upload(screen.getByLabelText(/or drop or paste them here/), [
      small,
      large,
    ]);

    const files = within(
      await screen.findByRole('list', { name: 'Files of evidence' }),
    );
    expect(await files.findByText(/· uploaded/)).toBeVisible();
    expect(files.getByRole('alert')).toHaveTextContent(/5 MiB is the most/);
    expect(addFile).toHaveBeenCalledTimes(1);
    await waitFor(() => expect(done).toBeEnabled());
    await user.click(done);
    await waitFor(() =>
      expect(decideStep).toHaveBeenCalledWith(
        {
          runId: RUN_ID,
          stepId: 'restart',
          choice: 'by-hand',
          attempt: 1,
          files: [anEvidenceFile().id],
        },
        withKey,
      ),
    );
  });

  it('sends a file again that did not arrive', async () => {
    const addFile = jest
      .fn(async () => anEvidenceFile())
      .mockRejectedValueOnce(new TypeError('Failed to fetch'));
    const { user } = renderDecision({ evidence: { addFile } });
    const radio = await screen.findByRole('radio', { name: 'Done by hand' });
    await waitFor(() => expect(radio).toBeEnabled());
    await user.click(radio);
    fireEvent.drop(screen.getByLabelText(/or drop or paste them here/), {
      dataTransfer: { files: [new File(['x'], 'railway.png')] },
    });
    await user.click(await screen.findByRole('button', { name: 'Try again' }));

    expect(await screen.findByText(/uploaded/)).toBeVisible();
    expect(addFile.mock.calls[1]).toEqual(addFile.mock.calls[0]);
  });
});

describe('Undo', () => {
  it('is seen in reverse order, and is the decision when it is wanted', async () => {
    const planUndo = jest.fn(async () => undoPlan);
    const { user, decideStep } = renderDecision({
      run: failedAfterChanges(),
      planUndo,
    });
    const dialog = await choose(user, 'Undo', 'See what would be undone…');
    expect(
      await dialog.findByText(/Cannot be undone: a restart brings back/),
    ).toBeVisible();
    await user.click(dialog.getByRole('button', { name: 'Undo: 1 step' }));

    await waitFor(() =>
      expect(decideStep).toHaveBeenCalledWith(
        {
          runId: RUN_ID,
          stepId: 'tell',
          choice: 'undo',
          attempt: 1,
          planId: undoPlan.id,
          planHash: undoPlan.hash,
        },
        withKey,
      ),
    );
  });

  it('can leave steps as they are', async () => {
    const { user } = renderDecision({
      run: failedAfterChanges(),
      planUndo: async () => undoPlan,
    });
    const dialog = await choose(user, 'Undo', 'See what would be undone…');
    await user.click(await dialog.findByRole('checkbox'));

    expect(await dialog.findByText('Stays as it is')).toBeVisible();
    expect(dialog.getByRole('button', { name: /^Undo:/ })).toBeDisabled();
  });

  it('is linked from the run that waits for it', async () => {
    renderRun(
      fakeApi({
        run: waitingForUndo(),
        getRun: async id =>
          id === UNDO_RUN_ID ? verifying() : waitingForUndo(),
      }),
    );
    const link = await screen.findByRole('link', { name: 'Open the undo' });

    expect(link).toHaveAttribute('href', `/tokpulse-ops/runs/${UNDO_RUN_ID}`);
  });
});

describe('Step with items', () => {
  it('counts a thousand, draws few, and retries those that failed', async () => {
    const { user, decideStep } = renderDecision({ run: itemsFailed() });
    expect(await screen.findByText(/50 of 1000 items failed\.$/)).toBeVisible();
    await user.click(screen.getByRole('button', { name: '1000 items' }));
    const list = within(
      await screen.findByRole('region', { name: /^Items of/ }),
    );
    const rows = list.getAllByRole('listitem');
    expect(rows.length).toBeLessThan(100);
    expect(rows[0]).toHaveTextContent('store-0020');
    await user.click(screen.getByRole('radio', { name: 'Retry' }));
    expect(
      screen.getByRole('checkbox', { name: 'Only the 50 items that failed' }),
    ).toBeChecked();
    await user.click(screen.getByRole('button', { name: 'Retry the step' }));

    await waitFor(() =>
      expect(decideStep).toHaveBeenCalledWith(
        expect.objectContaining({ choice: 'retry', failedItemsOnly: true }),
        withKey,
      ),
    );
  });
});

describe('Lost answer', () => {
  it('is asked for again with the same key', async () => {
    const { user, decideStep } = renderDecision();
    decideStep.mockRejectedValueOnce(new TypeError('Failed to fetch'));
    const radio = await screen.findByRole('radio', { name: 'Retry' });
    await waitFor(() => expect(radio).toBeEnabled());
    await user.click(radio);
    await user.click(screen.getByRole('button', { name: 'Retry the step' }));
    await waitFor(() => expect(decideStep).toHaveBeenCalledTimes(2));

    expect(decideStep.mock.calls[1]).toEqual(decideStep.mock.calls[0]);
  });
});

describe('Record', () => {
  const recorded = (changes: FakeApiChanges = {}) =>
    fakeApi({
      run: { ...succeeded(), lastSeq: aHistory().length },
      listEvents: async ({ after = 0 }) => ({
        items: aHistory().filter(({ seq }) => seq > Number(after)),
        lastSeq: aHistory().length,
      }),
      ...changes,
    });

  it('tells who did what and why, with the step and on its own', async () => {
    const { user } = renderRun(recorded());
    const steps = within(await screen.findByRole('list', { name: 'Steps' }));
    expect(
      await steps.findByText(/edited the input of “Restart/),
    ).toBeVisible();
    await user.click(screen.getByRole('tab', { name: 'Record' }));
    const past = within(
      await screen.findByRole('list', { name: 'What happened' }),
    );

    expect(past.getByText(/took over from/)).toHaveTextContent(
      'you took over from olga: Olga is on the train',
    );
  });

  it('is verified, and names the first event that is not what it was', async () => {
    const { user } = renderRun(
      recorded({
        evidence: {
          verify: async runId =>
            aVerification({
              runId,
              valid: false,
              firstBad: { seq: 41, problem: 'edited', message: 'Other code' },
            }),
        },
      }),
    );
    await user.click(await screen.findByRole('tab', { name: 'Record' }));
    await user.click(
      await screen.findByRole('button', { name: 'Verify the record' }),
    );

    expect(
      await screen.findByText('Not intact: event 41 was edited'),
    ).toBeVisible();
    expect(screen.getByText(/Anchored outside up to event 68/)).toBeVisible();
  });

  it('says what retention has removed, and which head is left', async () => {
    const { user } = renderRun(
      recorded({
        evidence: {
          verify: async runId =>
            aVerification({
              ...{ runId, events: 0 },
              removed: {
                at: '2026-03-01T00:00:00.000Z',
                seq: 68,
                head: 'c0de',
              },
            }),
        },
      }),
    );
    await user.click(await screen.findByRole('tab', { name: 'Record' }));
    await user.click(
      await screen.findByRole('button', { name: 'Verify the record' }),
    );
    expect(await screen.findByText(/^Removed by retention/)).toBeVisible();
    expect(screen.getByText('c0de').closest('p')).toHaveTextContent(
      /removed by retention .*Final head: event 68, c0de/,
    );
  });

  it('saves the export and files through the client', async () => {
    const saved: string[] = [];
    const createObjectURL = jest.fn(() => 'blob:saved');
    Object.assign(URL, { createObjectURL, revokeObjectURL: jest.fn() });
    const click = jest
      .spyOn(HTMLAnchorElement.prototype, 'click')
      .mockImplementation(function save(this: HTMLAnchorElement) {
        saved.push(this.download);
      });
    const { user } = renderRun(recorded());
    await user.click(await screen.findByRole('tab', { name: 'Record' }));
    await user.click(await screen.findByRole('button', { name: 'Markdown' }));
    await waitFor(() => expect(saved).toEqual(['run.md']));
    const file = await screen.findByRole('button', {
      name: 'Save railway.png',
    });
    await waitFor(() => expect(file).toBeEnabled());
    await user.click(file);

    await waitFor(() => expect(saved).toEqual(['run.md', 'x.txt']));
    expect(createObjectURL).toHaveBeenCalledTimes(2);
    click.mockRestore();
  });

  it('is out of reach without the permission, and says which', async () => {
    const { user } = renderRun(recorded(), {
      denied: ['tokpulse-ops.evidence.read'],
    });
    await user.click(await screen.findByRole('tab', { name: 'Record' }));

    expect(
      await screen.findByText(
        /needs the permission tokpulse-ops.evidence.read/,
      ),
    ).toBeVisible();
  });
});

describe('Keyboard', () => {
  it('lists its keys, and has none while something is typed', async () => {
    const { user } = renderDecision();
    await screen.findByRole('list', { name: 'Steps' });
    await user.keyboard('j');
    expect(document.activeElement).toHaveAttribute('aria-current', 'step');
    await user.keyboard('r');
    expect(screen.getByRole('tab', { name: 'Record' })).toHaveAttribute(
      'aria-selected',
      'true',
    );
    await user.keyboard('l/');
    const search = screen.getByLabelText('Search loaded lines');
    expect(search).toHaveFocus();
    await user.keyboard('r?');
    expect(search).toHaveValue('r?');
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    search.blur();
    await user.keyboard('?');

    expect(
      await screen.findByRole('dialog', { name: 'Keyboard shortcuts' }),
    ).toBeVisible();
  });
});

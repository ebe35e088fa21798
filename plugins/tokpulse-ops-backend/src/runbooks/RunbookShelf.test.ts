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

import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { NotModifiedError } from '@backstage/errors';
import { testRunbook } from '../__testUtils__/testRunbook';
import { createTestServices } from '../testing';
import { DirectorySource } from './DirectorySource';
import { RunbookShelf } from './RunbookShelf';
import type { RunbookSource } from './RunbookSource';
import { UrlSource } from './UrlSource';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'shelf-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const [service] = createTestServices().list();
const forTheService = (title: string) =>
  testRunbook({ title, steps: [] }).replace('[shop]', '[demo]');

function shelfOf(...sources: RunbookSource[]) {
  return new RunbookShelf({
    sources,
    actions: { descriptors: () => [] },
    services: { list: () => [service] },
    statuses: {
      read: async () => {
        throw new Error('Nobody is asked without suggestWhen');
      },
    },
    logger: mockServices.logger.mock(),
    lookMs: 0,
  });
}

const write = (path: string, text: string) =>
  writeFile(join(directory, path), text);
const titles = async (shelf: RunbookShelf) =>
  (await shelf.list(service)).map(({ title }) => title);

describe('a directory', () => {
  const source = () => new DirectorySource({ directory });

  it('is read with what is below it, without its README and hidden files', async () => {
    await mkdir(join(directory, 'more'));
    await mkdir(join(directory, '.hidden'));
    await write('a.md', forTheService('A'));
    await write('more/b.md', forTheService('B'));
    await write('README.md', '# About');
    await write('notes.txt', 'none');
    await write('.hidden/c.md', forTheService('C'));
    expect(await titles(shelfOf(source()))).toEqual(['A', 'B']);
  });

  it('is followed through symbolic links, as mounted configuration is', async () => {
    await mkdir(join(directory, '..data'));
    await write('..data/a.md', forTheService('A'));
    await symlink(join('..data', 'a.md'), join(directory, 'a.md'));
    expect(await titles(shelfOf(source()))).toEqual(['A']);
  });

  it('shows what is new, changed and gone', async () => {
    const shelf = shelfOf(source());
    await write('a.md', forTheService('A'));
    expect(await titles(shelf)).toEqual(['A']);
    await write('a.md', forTheService('Another'));
    await write('b.md', forTheService('B'));
    expect(await titles(shelf)).toEqual(['Another', 'B']);
    await rm(join(directory, 'a.md'));
    expect(await titles(shelf)).toEqual(['B']);
  });

  it('that is away keeps what it had, and is told', async () => {
    const shelf = shelfOf(source());
    await write('a.md', forTheService('A'));
    expect(await titles(shelf)).toEqual(['A']);
    await rm(directory, { recursive: true });
    expect(await titles(shelf)).toEqual(['A']);
    expect(await shelf.failures()).toEqual([
      `The runbooks of directory ${directory} could not be read`,
    ]);
    await mkdir(directory);
    expect(await titles(shelf)).toEqual([]);
    expect(await shelf.failures()).toEqual([]);
  });
});

describe('a URL', () => {
  const answer = (text: string, etag: string) => ({
    etag,
    files: [
      {
        url: 'https://git.example.com/ops/a.md?ref=main',
        content: async () => Buffer.from(text),
      },
      {
        url: 'https://git.example.com/ops/README.md',
        content: async () => Buffer.from('# About'),
      },
    ],
  });

  it('is asked again on a schedule only, and keeps what it had', async () => {
    const search = jest
      .fn()
      .mockResolvedValueOnce(answer(forTheService('A'), 'one'))
      .mockRejectedValueOnce(new NotModifiedError())
      .mockRejectedValueOnce(new Error('rate limited'))
      .mockResolvedValueOnce(answer(forTheService('B'), 'two'));
    const source = new UrlSource({
      url: 'https://git.example.com/ops/*.md',
      reader: mockServices.urlReader.mock({ search }),
    });
    const shelf = shelfOf(source);
    expect(await titles(shelf)).toEqual(['A']);
    expect(await titles(shelf)).toEqual(['A']);
    expect(search).toHaveBeenCalledTimes(1);
    await source.refresh();
    expect(search).toHaveBeenLastCalledWith(
      'https://git.example.com/ops/*.md',
      expect.objectContaining({ etag: 'one' }),
    );
    expect(await titles(shelf)).toEqual(['A']);
    await source.refresh();
    expect(source.failure).toBeDefined();
    expect(await titles(shelf)).toEqual(['A']);
    await source.refresh();
    expect(source.failure).toBeUndefined();
    expect(await titles(shelf)).toEqual(['B']);
  });

  it('that was never read is told', async () => {
    const shelf = shelfOf(
      new UrlSource({
        url: 'https://git.example.com/ops/*.md',
        reader: mockServices.urlReader.mock({
          search: async () => {
            throw new Error('no route');
          },
        }),
      }),
    );
    expect(await titles(shelf)).toEqual([]);
    expect(await shelf.failures()).toHaveLength(1);
  });
});

describe('the shelf', () => {
  it('keeps the first of two with the same name, and says so', async () => {
    await mkdir(join(directory, 'more'));
    await write('a.md', forTheService('First'));
    await write('more/a.md', forTheService('Second'));
    const [only, ...rest] = await shelfOf(
      new DirectorySource({ directory }),
    ).list(service);
    expect(rest).toEqual([]);
    expect(only.title).toBe('First');
    expect(only.problems).toContainEqual({
      level: 'warning',
      code: 'duplicate-runbook',
      message: 'more/a.md has the same name and is left out',
      nextStep: 'Rename one of the two files',
    });
  });
});

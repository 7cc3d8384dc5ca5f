import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type SourceListener, watchSources } from './watch.ts';

const PATHS = ['app', 'docs/openapi.json', 'later'];
const LONG_AGO = new Date('2026-01-01T12:00:00Z');
/** The checkout is as it was when watching begins. */
const FROM_NOW_ON = Number.MAX_SAFE_INTEGER;

let place: string;
let root: string;
let changed: ReturnType<typeof vi.fn<SourceListener['changed']>>;
let failed: ReturnType<typeof vi.fn<SourceListener['failed']>>;
let unwatch: () => Promise<void>;

let writes = 0;
/** Writes a file of the checkout, or beside it, with a content of its own. */
function write(file: string, folder = root): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), String(writes++));
}

async function begin(since = FROM_NOW_ON): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  unwatch = watchSources({ root, paths: PATHS, since }, { changed, failed, ready: resolve });
  await promise;
}

/** Waits until a change of that source is heard, and forgets it. */
async function heard(file: string): Promise<void> {
  await vi.waitFor(() => expect(changed.mock.calls.flat()).toContain(file), 10_000);
  changed.mockClear();
}

beforeEach(() => {
  place = realpathSync(mkdtempSync(join(tmpdir(), 'watched-')));
  root = join(place, 'checkout');
  write('app/deep/source.ts');
  changed = vi.fn();
  failed = vi.fn();
});

afterEach(async () => {
  await unwatch();
  rmSync(place, { recursive: true });
});

describe('a source is heard of', () => {
  beforeEach(() => begin());

  it('when it is written', async () => {
    write('app/deep/source.ts');
    await heard('app/deep/source.ts');
  });

  it('again after an editor has replaced it by another file', async () => {
    write('app/deep/source.ts.tmp');
    renameSync(join(root, 'app/deep/source.ts.tmp'), join(root, 'app/deep/source.ts'));
    await heard('app/deep/source.ts');
    write('app/deep/source.ts');
    await heard('app/deep/source.ts');
  });

  it('when it is removed', async () => {
    rmSync(join(root, 'app/deep/source.ts'));
    await heard('app/deep/source.ts');
  });

  it.each(['new', 'v1.2', '.hidden', 'new/of/them'])('in a new folder: %s', async (folder) => {
    write(`app/${folder}/source.ts`);
    await heard(`app/${folder}/source.ts`);
    write(`app/${folder}/source.ts`);
    await heard(`app/${folder}/source.ts`);
  });

  it('in a folder that was moved in', async () => {
    write('moved/inner/source.ts', place);
    renameSync(join(place, 'moved'), join(root, 'app/moved'));
    await heard('app/moved/inner/source.ts');
    write('app/moved/inner/source.ts');
    await heard('app/moved/inner/source.ts');
  });

  // As a version control system does when it switches branches.
  it.each(['app/deep', 'app'])('in %s after that was replaced', async (folder) => {
    write('other/source.ts', place);
    write('other/deep/source.ts', place);
    renameSync(join(root, folder), join(place, 'before'));
    renameSync(join(place, 'other'), join(root, folder));
    await heard(`${folder}/source.ts`);
    write('app/deep/source.ts');
    await heard('app/deep/source.ts');
  });

  it('in a folder that was removed and made again', async () => {
    rmSync(join(root, 'app'), { recursive: true });
    write('app/deep/source.ts');
    await heard('app/deep/source.ts');
    write('app/deep/source.ts');
    await heard('app/deep/source.ts');
  });

  it('where its folder came later, and where it is a single file', async () => {
    write('later/source.ts');
    await heard('later/source.ts');
    write('docs/openapi.json');
    await heard('docs/openapi.json');
  });

  it('after folders were made and removed as fast as that goes', async () => {
    const churn = async (folder: string) => {
      for (let round = 0; round < 100; round++) {
        await mkdir(join(folder, 'inner', 'most'), { recursive: true });
        await writeFile(join(folder, 'inner', 'most', 'source.ts'), '');
        await rm(folder, { recursive: true });
      }
    };
    await Promise.all([1, 2, 3, 4, 5, 6].map((name) => churn(join(root, 'app', `folder-${name}`))));
    write('app/folder-1/source.ts');
    await heard('app/folder-1/source.ts');
    expect(failed).not.toHaveBeenCalled();
  });
});

describe.skipIf(process.platform === 'win32')('behind a symbolic link', () => {
  beforeEach(async () => {
    write('one/source.ts', place);
    write('two/source.ts', place);
    await begin();
  });

  it('to a folder, a source is heard of, also when the link is set to another one', async () => {
    symlinkSync(join(place, 'one'), join(root, 'app/link'));
    await heard('app/link/source.ts');
    write('one/source.ts', place);
    await heard('app/link/source.ts');
    rmSync(join(root, 'app/link'));
    symlinkSync(join(place, 'two'), join(root, 'app/link'));
    await heard('app/link/source.ts');
    write('two/source.ts', place);
    await heard('app/link/source.ts');
  });

  it('that is a source itself, it is heard of', async () => {
    symlinkSync(join(place, 'one/source.ts'), join(root, 'app/linked.ts'));
    await heard('app/linked.ts');
    write('one/source.ts', place);
    await heard('app/linked.ts');
  });

  it('to what it stands in, nothing is heard twice for ever', async () => {
    symlinkSync(join(root, 'app'), join(root, 'app/circle'));
    write('app/deep/source.ts');
    await heard('app/deep/source.ts');
  });

  it('to itself, one is told why, and the others are heard of', async () => {
    symlinkSync('loop', join(root, 'app/loop'));
    await vi.waitFor(() => expect(failed).toHaveBeenCalled());
    expect(failed.mock.calls[0]?.[0]).toMatchObject({ code: 'ELOOP' });
    write('app/deep/source.ts');
    await heard('app/deep/source.ts');
  });
});

it('does not hear of tests, other files and other folders', async () => {
  await begin();
  write('app/deep/source.test.ts');
  write('app/deep/notes.md');
  write('docs/other.json');
  write('app.ts');
  write('dist/source.ts');
  write('app/deep/last.ts');
  await vi.waitFor(() => expect(changed).toHaveBeenCalledWith('app/deep/last.ts'));
  expect(new Set(changed.mock.calls.flat())).toEqual(new Set(['app/deep/last.ts']));
});

it('hears of what was written since it was told, before it began', async () => {
  const since = Date.now();
  utimesSync(join(root, 'app/deep/source.ts'), LONG_AGO, LONG_AGO);
  await begin(since);
  await heard('app/deep/source.ts');
});

it('does not hear of what was there before', async () => {
  await begin();
  expect(changed).not.toHaveBeenCalled();
});

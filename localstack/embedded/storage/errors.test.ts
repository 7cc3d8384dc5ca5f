import { describe, expect, test } from 'vitest';
import {
  ChangeNotKeptError,
  DataDirectoryInUseError,
  DataDirectoryUnusableError,
  ForeignFileError,
  JournalDamagedError,
  whyOf,
} from './errors.ts';

const failure = (code: string) => Object.assign(new Error(`${code}: in the system's words`), { code });

test.each([
  ['EACCES', 'permission is missing (EACCES)'],
  ['EDQUOT', "the user's share of the disk is used up (EDQUOT)"],
  ['EEXIST', 'it is not a folder (EEXIST)'],
  ['EFBIG', 'the file may not become larger (EFBIG)'],
  ['EIO', 'the disk fails (EIO)'],
  ['EISDIR', 'it is a folder (EISDIR)'],
  ['ELOOP', 'links in its path lead in a circle (ELOOP)'],
  ['ENAMETOOLONG', 'its name is too long (ENAMETOOLONG)'],
  ['ENOENT', 'it cannot be made there (ENOENT)'],
  ['ENOSPC', 'the disk is full (ENOSPC)'],
  ['ENOTDIR', 'a part of its path is not a folder (ENOTDIR)'],
  ['EPERM', 'permission is missing (EPERM)'],
  ['EROFS', 'its file system is read-only (EROFS)'],
  ['EMFILE', "EMFILE: in the system's words"],
])('%s is because %s', (code, why) => {
  expect(whyOf(failure(code))).toBe(why);
});

describe('an error of the storage', () => {
  test('that has no code of the system says its own words', () => {
    expect(whyOf(new Error('it went wrong'))).toBe('it went wrong');
  });

  test('keeps what it was caused by', () => {
    const cause = failure('EIO');
    expect(new DataDirectoryUnusableError('/data', cause)).toMatchObject({
      code: 'DataDirectoryUnusable',
      message: 'No data can be kept in /data: the disk fails (EIO).',
      cause,
    });
    expect(new ChangeNotKeptError('/data/j', cause)).toMatchObject({
      code: 'InternalFailure',
      status: 500,
      message: 'The change was refused: /data/j cannot be written, the disk fails (EIO).',
      cause,
    });
  });

  test('has a code, and says what to do', () => {
    expect(new DataDirectoryInUseError('In use.')).toMatchObject({
      code: 'DataDirectoryInUse',
      message: 'In use.',
    });
    expect(new JournalDamagedError('/j', 9, { position: 5, reason: 'gone' })).toMatchObject({
      code: 'DataDamaged',
      position: 5,
      message: '/j is damaged at byte 5 of 9: gone. It was left as it is.',
    });
    expect(new ForeignFileError('/j').code).toBe('DataForeign');
  });
});

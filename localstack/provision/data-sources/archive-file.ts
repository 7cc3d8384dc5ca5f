import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { type Zippable, zipSync } from 'fflate';
import { type Decoded, optional, text } from '../arguments.ts';
import { ProvisionError } from '../errors.ts';
import type { Value } from '../expressions/syntax.ts';
import type { Tools } from '../resource.ts';

/** What is understood of `data.archive_file`. */
export const ARCHIVE_FILE = {
  type: text,
  source_file: optional(text),
  source_dir: optional(text),
  output_path: text,
};

/** The same files give the same bytes, whenever they were written. */
const NO_TIME = '1980-01-01T12:00:00';

/**
 * Writes a zip of one file or of a folder: what the provider `hashicorp/archive` is used for with Lambda
 * (https://registry.terraform.io/providers/hashicorp/archive/latest/docs/data-sources/file).
 * @throws ProvisionError where there is nothing to archive, or another format is asked for
 */
export async function readArchiveFile(
  { directory }: Pick<Tools, 'directory'>,
  { type, source_file: file, source_dir: folder, output_path: output }: Decoded<typeof ARCHIVE_FILE>,
): Promise<Record<string, Value>> {
  if (type !== 'zip') throw wrong('type', `"${type}" is not supported, only "zip" is`);
  const source = file ?? folder;
  if (source === undefined || (file !== undefined && folder !== undefined)) {
    throw wrong('source_dir', 'either source_dir or source_file says what is archived');
  }
  const from = resolve(directory, source);
  const entries = await entriesOf(from).catch((error: NodeJS.ErrnoException) => {
    throw wrong(
      file === undefined ? 'source_dir' : 'source_file',
      `${from} cannot be read: ${error.message}`,
    );
  });
  const zip = zipSync(entries, { mtime: NO_TIME });
  const to = resolve(directory, output);
  await mkdir(dirname(to), { recursive: true });
  await writeFile(to, zip);
  const hash = (algorithm: string, encoding: 'hex' | 'base64') =>
    createHash(algorithm).update(zip).digest(encoding);
  return {
    id: hash('sha1', 'hex'),
    output_path: output,
    output_size: zip.length,
    output_md5: hash('md5', 'hex'),
    output_sha: hash('sha1', 'hex'),
    output_sha256: hash('sha256', 'hex'),
    output_base64sha256: hash('sha256', 'base64'),
  };
}

/** By their names in the archive, in the order of those. */
async function entriesOf(from: string): Promise<Zippable> {
  if (!(await stat(from)).isDirectory()) return { [basename(from)]: await readFile(from) };
  const found = await readdir(from, { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const named = await Promise.all(
    files.map(async (file) => [relative(from, file).split(sep).join('/'), await readFile(file)] as const),
  );
  return Object.fromEntries(named.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function wrong(argument: string, reason: string): ProvisionError {
  return new ProvisionError('WrongArgument', reason, { argument });
}

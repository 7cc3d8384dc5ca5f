import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, normalize, sep } from 'node:path';
import { unzipSync } from 'fflate';
import type { EmbeddedContext } from '../../core/context.ts';
import type { Principal } from '../../core/service.ts';
import type { Collection } from '../../storage/storage.ts';
import { invalidParameter, unsupported } from '../errors.ts';

const MAX_UNZIPPED = 250 * 1024 * 1024;

/** Where a function's code comes from, as CreateFunction and UpdateFunctionCode say it. */
export interface CodeSource {
  readonly ZipFile?: string | Uint8Array;
  readonly S3Bucket?: string;
  readonly S3Key?: string;
  readonly S3ObjectVersion?: string;
  readonly ImageUri?: string;
}

/** A deployment package that was checked and kept. */
export interface Package {
  /** Base64, as `CodeSha256`. */
  readonly sha256: string;
  readonly size: number;
}

/** Keeps deployment packages by their hash, and unpacks each once. */
export interface PackageStore {
  add(source: CodeSource, operation: string, principal: Principal): Promise<Package>;
  /** The zip itself. */
  read(sha256: string): Uint8Array | undefined;
  /** The folder of the package's files. */
  unpack(sha256: string): Promise<string>;
  /** Where the compiled code of all packages is kept, so that the second cold start is quicker. */
  readonly compileCache: string;
  readonly folder: string;
}

/** Creates the store; files go below the system's temporary folder, shared between processes by content. */
export function createPackageStore(context: EmbeddedContext): PackageStore {
  const packages: Collection<string> = context.storage.collection('lambda/packages');
  const folder = join(tmpdir(), 'embedded-aws-lambda');
  const unpacking = new Map<string, Promise<string>>();
  const folderOf = (sha256: string) => join(folder, Buffer.from(sha256, 'base64').toString('hex'));

  async function load(source: CodeSource, operation: string, principal: Principal): Promise<Uint8Array> {
    if (source.ImageUri) throw unsupported(operation, 'ImageUri');
    if (source.ZipFile !== undefined) {
      return typeof source.ZipFile === 'string' ? Buffer.from(source.ZipFile, 'base64') : source.ZipFile;
    }
    if (!source.S3Bucket || !source.S3Key)
      throw invalidParameter('Please provide a source for function code.');
    return loadFromS3(context, source, principal);
  }

  return {
    folder,
    compileCache: join(folder, 'compile-cache'),
    async add(source, operation, principal) {
      const zip = await load(source, operation, principal);
      const sha256 = createHash('sha256').update(zip).digest('base64');
      // Bytes that were unpacked before, maybe by another process, need no second look.
      if (!existsSync(folderOf(sha256))) entriesOf(zip);
      if (!packages.has(sha256)) packages.set(sha256, Buffer.from(zip).toString('base64'));
      return { sha256, size: zip.length };
    },
    read(sha256) {
      const kept = packages.get(sha256);
      return kept === undefined ? undefined : Buffer.from(kept, 'base64');
    },
    async unpack(sha256) {
      let done = unpacking.get(sha256);
      if (!done) {
        done = unpackInto(folderOf(sha256), packages.get(sha256) ?? '');
        unpacking.set(sha256, done);
        done.catch(() => unpacking.delete(sha256));
      }
      const path = await done;
      if (existsSync(path)) return path;
      unpacking.delete(sha256);
      return this.unpack(sha256);
    },
  };
}

async function loadFromS3(
  context: EmbeddedContext,
  source: CodeSource,
  principal: Principal,
): Promise<Uint8Array> {
  const input = { Bucket: source.S3Bucket, Key: source.S3Key, VersionId: source.S3ObjectVersion };
  try {
    const { Body } = await context.call<{ Body: Uint8Array | string }>('s3', 'GetObject', input, principal);
    return typeof Body === 'string' ? Buffer.from(Body) : Body;
  } catch (error) {
    const { name, message } = error as Error;
    throw invalidParameter(
      `Error occurred while GetObject. S3 Error Code: ${name}. S3 Error Message: ${message}`,
    );
  }
}

/** @throws InvalidParameterValueException where the bytes are no zip, or a name leaves the folder. */
function entriesOf(zip: Uint8Array): Record<string, Uint8Array> {
  let size = 0;
  let entries: Record<string, Uint8Array>;
  try {
    entries = unzipSync(zip, {
      filter: ({ originalSize }) => {
        size += originalSize;
        return size <= MAX_UNZIPPED;
      },
    });
  } catch {
    throw invalidParameter(
      'Could not unzip uploaded file. Please check your file, then try to upload again.',
    );
  }
  if (size > MAX_UNZIPPED) throw invalidParameter(`Unzipped size must be smaller than ${MAX_UNZIPPED} bytes`);
  for (const name of Object.keys(entries)) {
    const path = normalize(name);
    if (path.startsWith(`..${sep}`) || path.startsWith(sep)) {
      throw invalidParameter(
        'Could not unzip uploaded file. Please check your file, then try to upload again.',
      );
    }
  }
  return entries;
}

/** Writes beside the folder and renames, so that another process never sees half a package. */
async function unpackInto(folder: string, base64: string): Promise<string> {
  if (existsSync(folder)) return folder;
  await mkdir(dirname(folder), { recursive: true });
  const draft = await mkdtemp(`${folder}-`);
  for (const [name, bytes] of Object.entries(entriesOf(Buffer.from(base64, 'base64')))) {
    if (name.endsWith('/')) continue;
    await mkdir(dirname(join(draft, name)), { recursive: true });
    await writeFile(join(draft, name), bytes);
  }
  try {
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

import { readFile, rename, writeFile } from 'node:fs/promises';
import { ProvisionError } from './errors.ts';
import type { ResourceRecord } from './resource-record.ts';

/**
 * What the last run left there, as {@link writeState} kept it.
 * @returns undefined where there is no such file
 * @throws ProvisionError when it is not one of these files
 */
export async function readState(file: string): Promise<readonly ResourceRecord[] | undefined> {
  const content = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw unreadable(file, error.message, error);
  });
  if (content === undefined) return undefined;
  const records = recordsIn(content);
  if (records) return records;
  throw unreadable(file, 'it is not what provisioning writes there');
}

/** Keeps the records of a run, whole or not at all. */
export async function writeState(file: string, records: readonly ResourceRecord[]): Promise<void> {
  await writeFile(`${file}.new`, `${JSON.stringify({ version: 2, records })}\n`);
  await rename(`${file}.new`, file);
}

function recordsIn(content: string): readonly ResourceRecord[] | undefined {
  try {
    const { version, records } = JSON.parse(content) as { version?: unknown; records?: unknown };
    if (!Array.isArray(records)) return undefined;
    if (version === 2) return records as ResourceRecord[];
    return version === 1 ? (records as RecordOfVersionOne[]).map(ofVersionOne) : undefined;
  } catch {
    return undefined;
  }
}

/** Until 2026-11-29 the arguments had another name. */
type RecordOfVersionOne = Omit<ResourceRecord, 'arguments'> & { readonly given: ResourceRecord['arguments'] };

function ofVersionOne({ given, ...record }: RecordOfVersionOne): ResourceRecord {
  return { ...record, arguments: given };
}

function unreadable(file: string, reason: string, cause?: unknown): ProvisionError {
  return new ProvisionError(
    'UnreadableState',
    `${file} cannot be read: ${reason}. Without it (move it away) nothing is known of what was provisioned before, and nothing is taken away`,
    {},
    cause,
  );
}

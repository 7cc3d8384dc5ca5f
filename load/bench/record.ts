import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performanceDocument } from './document.ts';
import type { PerformanceRecord } from './performance-record.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const recordFile = join(import.meta.dirname, 'record.json');

/** The document that is made of the record. */
export const documentFile = join(ROOT, 'docs', 'performance.md');

/** The committed record. */
export async function readRecord(): Promise<PerformanceRecord> {
  return JSON.parse(await readFile(recordFile, 'utf8')) as PerformanceRecord;
}

/** Puts what was measured into the record, and makes the document anew. */
export async function keep(change: (record: PerformanceRecord) => PerformanceRecord): Promise<void> {
  const record = change(await readRecord());
  await writeFile(`${recordFile}.part`, `${JSON.stringify(record, null, 2)}\n`);
  await rename(`${recordFile}.part`, recordFile);
  await writeFile(documentFile, performanceDocument(record));
}

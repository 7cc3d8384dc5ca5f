import type { Reader } from '../reader.ts';
import { apiReaders } from './api.ts';
import { bucketReaders } from './bucket.ts';
import { computeReaders } from './compute.ts';
import { dataReaders } from './data.ts';
import { identityReaders } from './identity.ts';
import { monitoringReaders } from './monitoring.ts';

/** How Terraform's provider reads and deletes each type of resource, by type. */
export const readers: Readonly<Record<string, Reader>> = {
  ...dataReaders,
  ...bucketReaders,
  ...computeReaders,
  ...identityReaders,
  ...apiReaders,
  ...monitoringReaders,
};

/** The reader of a type. Throws an error that names a type without one. */
export function readerOf(type: string): Reader {
  const reader = readers[type];
  if (!reader) throw new Error(`Nothing says how Terraform reads ${type}.`);
  return reader;
}

import { target } from './target.ts';

/** The name of one of the product's resources: all of a deployment share their first part. */
export function resourceName(part: 'http' | 'receipt-processor' | 'reconciler-schedule'): string {
  return target.tableName.replace(/expenses$/, part);
}

import { target } from './target.ts';

/** The name of one of the product's resources: all of a deployment share their first part, which '' gives. */
export function resourceName(part: string): string {
  return target.tableName.replace(/expenses$/, part);
}

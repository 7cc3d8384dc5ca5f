import type { ArgumentValues } from './expressions/syntax.ts';

/** A resource that a run has made or found: what a later one needs to know of it. JSON takes it. */
export interface ResourceRecord {
  readonly stack: string;
  /** Terraform's address, e.g. `aws_dynamodb_table.orders`. */
  readonly address: string;
  readonly type: string;
  /** The arguments in force. */
  readonly arguments: ArgumentValues;
  /** By which what is contained in it names it. */
  readonly id: string;
}

/** What tells a resource from all others of a definition. */
export interface Addressed {
  readonly stack: string;
  readonly address: string;
}

/** The resources that `ADDRESS`, or `STACK/ADDRESS` where several stacks have it, may mean. */
export function matching<T extends Addressed>(resources: readonly T[], address: string): T[] {
  return resources.filter((one) => address === one.address || address === `${one.stack}/${one.address}`);
}

/** How to say which resource is meant: by its address, with its stack where others have the same. */
export function nameOf({ stack, address }: Addressed, all: readonly Addressed[]): string {
  return matching(all, address).length > 1 ? `${stack}/${address}` : address;
}

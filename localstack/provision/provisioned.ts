import type { Value } from './expressions/syntax.ts';
import type { Change } from './resource.ts';
import type { ResourceRecord } from './resource-record.ts';

/** What a run of provisioning came to. */
export interface Provisioned {
  /** The definition's outputs by stack, without those by which CDKTF connects stacks. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, Value>>>>;
  /** The same outputs by name alone. */
  readonly values: Readonly<Record<string, Value>>;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly replaced: number;
  readonly removed: number;
  /** What is not as it was before: `STACK ADDRESS`. */
  readonly changes: readonly {
    readonly address: string;
    readonly change: Exclude<Change, 'unchanged'> | 'removed';
    /** What was lost with it, e.g. `its items`. */
    readonly lost?: string;
  }[];
  /** What only a replacement would change, and the way to it: one sentence each. */
  readonly left: readonly string[];
  /** What is no longer in the definition and stays, since it holds data: one sentence each. */
  readonly kept: readonly string[];
  /** What a later run has to know to notice what is no longer in the definition. JSON takes it. */
  readonly records: readonly ResourceRecord[];
}

import type { Decoded, Fields } from './arguments.ts';
import type { Aws } from './aws.ts';
import type { Example } from './example.ts';
import type { ArgumentValues, Value } from './expressions/syntax.ts';

/** What a resource type works with besides its arguments. */
export interface Tools {
  readonly aws: Aws;
  readonly region: string;
  /** The number of the account that is provisioned. */
  account(): Promise<string>;
  /** The provider's default tags, and those of the resource. */
  readonly tags: Tags;
  /** Where relative file names begin: the stack's folder. */
  readonly directory: string;
  /**
   * Reads until `ready` says so, for what AWS makes in the background; throws after a minute, or what `patience` says
   * in milliseconds.
   */
  until<T>(read: () => Promise<T>, ready: (value: T) => boolean, patience?: number): Promise<T>;
}

export type Tags = Readonly<Record<string, string>>;

export type Change = 'created' | 'updated' | 'replaced' | 'unchanged';

/** An argument that AWS fixes when a thing is made: another value needs another thing. */
export interface Difference {
  readonly argument: string;
  /** The value in force. */
  readonly found: Value;
  readonly wanted: Value;
}

export interface Applied {
  readonly change: Exclude<Change, 'replaced'>;
  readonly attributes: Readonly<Record<string, Value>>;
  /** The arguments in force: as the definition has them, but for what needs a replacement. */
  readonly arguments: ArgumentValues;
  /** What only a replacement would change. */
  readonly differences: readonly Difference[];
  /** What AWS said to the other changes, where it refuses them without the replacement. */
  readonly refusal?: string | undefined;
}

/** An error that passes by itself: AWS answers it until something made a moment ago is known everywhere. */
export interface Passing {
  readonly name: string;
  readonly message?: RegExp;
}

/** What is known of a resource before it is applied. */
export interface Before {
  /** It cannot be there: AWS is empty, or what would contain it was created a moment ago. */
  readonly fresh: boolean;
  /** The arguments in force after the last run, where that is known: a thing is found again that gets another name. */
  readonly arguments?: ArgumentValues | undefined;
  /** Whether the last run made another thing by the name that this one gets now. */
  readonly nameWasTaken?: boolean | undefined;
}

/** A type of resource as the provisioner sees it. */
export interface ResourceType {
  readonly type: string;
  readonly arguments: Fields;
  readonly example: Example;
  /** Names of the arguments that need a replacement to change; all others are changed in place. */
  readonly fixed: readonly string[];
  /** What other resources may refer to, besides the arguments. */
  readonly attributes: readonly string[];
  readonly passing: readonly Passing[];
  /** The argument that names what contains a resource, e.g. the role of a policy. */
  readonly within?: string | undefined;
  /** What is lost with it, e.g. `its items`; undefined where it can be made again as it was. */
  readonly holds?: string | undefined;
  /** Whether a replacement is made before the old one is deleted, since others hold on to that. */
  readonly createFirst: boolean;
  /** What tells two things of this type apart; equal for the same thing. */
  identityOf(values: ArgumentValues): string;
  apply(values: ArgumentValues, tools: Tools, before: Before): Promise<Applied>;
  /** How to delete the thing; undefined when there is none. */
  existing(values: ArgumentValues, tools: Tools): Promise<(() => Promise<void>) | undefined>;
}

/** The tags of a thing, which most services keep apart from it. */
export interface Tagging<F extends Fields, Found> {
  read(found: Found, wanted: Decoded<F>, tools: Tools): Promise<Tags>;
  /** Makes the tags those of `tools`: sets `set`, whose values are new, and removes `removed`. */
  write(
    found: Found,
    wanted: Decoded<F>,
    changes: { readonly set: Tags; readonly removed: readonly string[] },
    tools: Tools,
  ): Promise<unknown>;
}

/** How a type of resource is written down; see {@link defineResource}. */
export interface ResourceDefinition<F extends Fields, Found> {
  readonly type: string;
  /** Every argument understood; any other is refused by name. */
  readonly arguments: F;
  /** Resources that tests create, and change argument by argument. */
  readonly example: Example;
  readonly attributes: readonly string[];
  /** The arguments by which `read` finds a thing. AWS fixes them when it is made, but for `renames`. */
  readonly foundBy: readonly (keyof F & string)[];
  /** What of an argument of `foundBy` tells two things apart, where that is not all of it. */
  readonly names?: { readonly [Name in keyof F]?: (value: string) => string };
  /** Those of `foundBy` that `update` changes. */
  readonly renames?: readonly (keyof F & string)[];
  /** Other arguments that AWS fixes when a thing is made, with the value that a thing has. */
  readonly fixed?: { readonly [Name in keyof F]?: (found: Found, wanted: Decoded<F>) => Value };
  /** Of what can be tagged; its argument `tags` goes without saying. */
  readonly tags?: Tagging<F, Found>;
  /** The argument that names what contains the resource: in a container made by the same run there is nothing to read. */
  readonly within?: keyof F & string;
  /** What is lost with it, e.g. `its items`. */
  readonly holds?: string;
  /** Whether a replacement is made before the old one is deleted; default: false. */
  readonly createFirst?: boolean;
  /** Errors that pass by themselves and are worth waiting for. */
  readonly passing?: readonly Passing[];
  /** The resource as AWS has it, found by the name the definition gives it; undefined when there is none. */
  read(wanted: Decoded<F>, tools: Tools): Promise<Found | undefined>;
  create(wanted: Decoded<F>, tools: Tools): Promise<Found>;
  /**
   * Makes what differs equal and returns the resource; undefined when nothing differs.
   * @param before the arguments after the last run, where that is known: what another type may declare as well is only
   *   taken away where this one had it
   */
  update(wanted: Decoded<F>, found: Found, tools: Tools, before?: ArgumentValues): Promise<Found | undefined>;
  delete(wanted: Decoded<F>, found: Found, tools: Tools): Promise<unknown>;
  /** A value for each of `attributes`. */
  describe(
    found: Found,
    wanted: Decoded<F>,
    tools: Tools,
  ): Readonly<Record<string, Value>> | Promise<Readonly<Record<string, Value>>>;
}

import type { Decoded, Fields } from './arguments.ts';
import type { Aws } from './aws.ts';
import type { Value } from './expressions/syntax.ts';

/** What a resource type works with besides its arguments. */
export interface Tools {
  readonly aws: Aws;
  readonly region: string;
  /** The number of the account that is provisioned. */
  account(): Promise<string>;
  /** The provider's default tags. */
  readonly tags: Readonly<Record<string, string>>;
  /** Where relative file names begin: the stack's folder. */
  readonly directory: string;
  /** Reads until `ready` says so, for what AWS makes in the background; throws after a minute. */
  until<T>(read: () => Promise<T>, ready: (value: T) => boolean): Promise<T>;
}

export type Change = 'created' | 'updated' | 'unchanged';

export interface Applied {
  readonly change: Change;
  readonly attributes: Readonly<Record<string, Value>>;
}

/** An error that passes by itself: AWS answers it until something made a moment ago is known everywhere. */
export interface Passing {
  readonly name: string;
  readonly message?: RegExp;
}

/** A type of resource as the provisioner sees it. */
export interface ResourceType {
  readonly type: string;
  readonly arguments: Fields;
  /** What other resources may refer to, besides the arguments. */
  readonly attributes: readonly string[];
  readonly passing: readonly Passing[];
  /** The argument that names what contains a resource, e.g. the role of a policy. */
  readonly within?: string | undefined;
  /** @param fresh it cannot be there: AWS is empty, or what would contain it was created a moment ago */
  apply(arguments_: Readonly<Record<string, Value>>, tools: Tools, fresh: boolean): Promise<Applied>;
}

/** How a type of resource is written down; see {@link defineResource}. */
export interface ResourceDefinition<F extends Fields, Found> {
  readonly type: string;
  /** Every argument understood; any other is refused by name. */
  readonly arguments: F;
  readonly attributes: readonly string[];
  /** The argument that names what contains the resource: in a container made by the same run there is nothing to read. */
  readonly within?: keyof F & string;
  /** Errors that pass by themselves and are worth waiting for. */
  readonly passing?: readonly Passing[];
  /** The resource as AWS has it, found by the name the definition gives it; undefined when there is none. */
  read(wanted: Decoded<F>, tools: Tools): Promise<Found | undefined>;
  create(wanted: Decoded<F>, tools: Tools): Promise<Found>;
  /** Makes what differs equal and returns the resource; undefined when nothing differs. */
  update(wanted: Decoded<F>, found: Found, tools: Tools): Promise<Found | undefined>;
  /** A value for each of `attributes`. */
  describe(
    found: Found,
    wanted: Decoded<F>,
    tools: Tools,
  ): Readonly<Record<string, Value>> | Promise<Readonly<Record<string, Value>>>;
}

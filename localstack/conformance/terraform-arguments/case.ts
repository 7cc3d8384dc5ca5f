import type { Aws } from '../../provision/aws.ts';
import type { Value } from '../../provision/expressions/syntax.ts';

/** What an SDK read answers. */
// biome-ignore lint/suspicious/noExplicitAny: rows pick members out of the answers of some thirty operations.
export type Answer = any;

/** A resource's evaluated arguments and attributes. */
export type Attributes = Readonly<Record<string, Value>>;

/** How a resource type's arguments are proven. */
export interface TypeCase {
  /** The fixture's resource that is changed. */
  readonly name: string;
  /** What AWS says of the resource. */
  readonly read: (aws: Aws, attributes: Attributes) => Promise<Answer>;
  /** By path: every argument that the type understands, those in blocks included. */
  readonly arguments: Readonly<Record<string, ArgumentCase>>;
}

interface Changed {
  /** The path that gets the value, where it is not the row's own. */
  readonly at?: string;
  /** The argument's new value; Terraform's expressions are evaluated. */
  readonly value: unknown;
  /** Other arguments that have to change with it, by path. */
  readonly with?: Readonly<Record<string, unknown>>;
}

/** Changed in place: AWS says the new value afterwards. */
export interface InPlace extends Changed {
  readonly kind: 'in place';
  readonly picks: (answer: Answer) => unknown;
  readonly says: unknown;
  /** What AWS says once the argument, or the block that `unset` names, is gone from the definition. */
  readonly unset?: { readonly path?: string; readonly says: unknown };
}

/** Fixed when the thing is made: said with the way out, and changed by a replacement. */
export interface Replacement extends Changed {
  readonly kind: 'replacement';
  readonly picks: (answer: Answer) => unknown;
  readonly says: unknown;
  /** The embedded AWS makes no such thing. */
  readonly unmade?: boolean;
}

/** Sent, and refused by the embedded AWS, which knows one value of it: AWS itself changes it in place. */
export interface Refused extends Changed {
  readonly kind: 'refused';
  readonly message: RegExp;
}

/** Says something to the provisioner alone. */
export interface Unseen extends Changed {
  readonly kind: 'unseen';
}

export type ArgumentCase = InPlace | Replacement | Refused | Unseen;

type Options = Pick<InPlace, 'unset' | 'with' | 'at'> & { readonly says?: unknown };

/** A row for {@link InPlace}; AWS says the value itself by default. */
export function inPlace(value: unknown, picks: InPlace['picks'], options: Options = {}): InPlace {
  return { kind: 'in place', value, picks, says: value, ...options };
}

/** A row for {@link Replacement}; AWS says the value itself by default. */
export function replacement(
  value: unknown,
  picks: Replacement['picks'],
  options: Omit<Options, 'unset'> & Pick<Replacement, 'unmade'> = {},
): Replacement {
  return { kind: 'replacement', value, picks, says: value, ...options };
}

/** A row for {@link Refused}. */
export function refused(value: unknown, message: RegExp, also?: Changed['with']): Refused {
  return { kind: 'refused', value, message, ...(also && { with: also }) };
}

/** A row for {@link Unseen}. */
export function unseen(value: unknown): Unseen {
  return { kind: 'unseen', value };
}

/** Tags that replace those of the fixture's resource, besides the provider's own. */
export function tags(picks: InPlace['picks']): InPlace {
  return inPlace({ Team: 'two' }, picks, {
    says: { Project: 'fixture', Team: 'two' },
    unset: { says: { Project: 'fixture' } },
  });
}

/** The list that most services write tags as, as a map. */
export function asMap(
  list: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined,
): Record<string, string> {
  return Object.fromEntries((list ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
}

/** The last part of an ARN: the thing's own name. */
export function lastOf(arn: string | undefined): string | undefined {
  return arn?.split(/[:/]/).at(-1);
}

/** A policy of one statement, about the account's root user. */
export function statement(effect: string, action: string, resource: string, sid?: string): string {
  const Principal = { AWS: 'arn:aws:iam::000000000000:root' };
  const Statement = [
    { ...(sid && { Sid: sid }), Effect: effect, Principal, Action: action, Resource: resource },
  ];
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

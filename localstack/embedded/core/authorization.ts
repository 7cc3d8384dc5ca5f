/** Values of condition keys that a service knows of a request, by key in lower case, e.g. `s3:prefix`. */
export type ConditionValues = Readonly<Record<string, string | readonly string[] | undefined>>;

/** One permission that a call needs, in the words of AWS's Service Authorization Reference. */
export interface Need {
  /** e.g. `dynamodb:PutItem`. */
  readonly action: string;
  /** The resource's ARN; `*` for actions that AWS gives no resource. */
  readonly resource: string;
  readonly conditions?: ConditionValues;
}

/** Where a call is made: what ARNs are made of. */
export interface Place {
  readonly accountId: string;
  readonly region: string;
}

/** An operation's input before it was validated: anything may be missing or of another type. */
export type Unchecked = Readonly<Record<string, unknown>>;

/** What a call of one operation needs. None: AWS lets everyone call it who is signed in, or anyone at all. */
export type NeedsOf = (input: Unchecked, place: Place) => readonly Need[];

/**
 * What each operation of a service needs, by operation, after
 * https://docs.aws.amazon.com/service-authorization/latest/reference/. An operation without an entry is refused.
 */
export type AuthorizationTable = Readonly<Record<string, NeedsOf>>;

/** A resource's own policy: its JSON text, or the statements of one that is kept in parts. */
export type ResourcePolicy = string | { readonly Statement: readonly object[] };

/** The text at a member of an unchecked input; empty where it is something else. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The elements of a member that should be a list; none where it is something else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A member that should be an object; empty where it is something else. */
export function objectOf(value: unknown): Unchecked {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Unchecked) : {};
}

/** For operations that need no permission: AWS answers every caller. */
export const nothing: NeedsOf = () => [];

/** The permission to hand `roleArn` to `service`; none where no role is handed over. */
export function passRole(roleArn: unknown, service: string): readonly Need[] {
  if (typeof roleArn !== 'string' || roleArn === '') return [];
  return [{ action: 'iam:PassRole', resource: roleArn, conditions: { 'iam:passedtoservice': service } }];
}

import type { Need } from './authorization.ts';
import type { AwsError } from './errors.ts';
import type { Principal } from './service.ts';

/** Whose behalf a service acts on when it takes a role. */
export interface Source {
  readonly account: string;
  readonly arn: string;
}

/** What services ask of IAM besides what the chain asks for them before each call. */
export interface Permissions {
  /** The error for a principal who may not; undefined for one who may. */
  refusalOf(service: string, principal: Principal, need: Need): AwsError | undefined;
  /**
   * Whether the principal may do all of it, where a service checks a role before it takes it on. What is missing is
   * recorded as needed and logged.
   */
  allowsAll(principal: Principal, needs: readonly Need[]): boolean;
  /** Whether the role's trust policy lets `service` take it. */
  canAssume(roleArn: string, service: string, source?: Source): boolean;
  /** What is wrong with a resource policy, or cannot be enforced here, by name; undefined where all is well. */
  problemOf(policy: string): string | undefined;
}

import type { Clock } from '../clock/clock.ts';
import type { Storage } from '../storage/storage.ts';
import type { AwsRequest, AwsResponse, Origin } from './http.ts';
import type { Meter } from './meter.ts';
import type { Permissions } from './permissions.ts';
import type { Principal } from './service.ts';
import type { Signals } from './signals.ts';
import type { UnexpectedErrors } from './unexpected-errors.ts';

/** Credentials as AWS hands them out; a session token marks temporary ones. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** Milliseconds since the epoch; absent for long-lived keys. */
  readonly expiration?: number;
}

/** Issues credentials to roles, and says who signed with which key. */
export interface CredentialStore {
  /** Temporary credentials for a role, `lifetime` in milliseconds (default: an hour). */
  assumeRole(roleArn: string, sessionName: string, lifetime?: number): Credentials & { principal: Principal };
  /** The secret and the owner of an access key; undefined for one that was never issued. */
  lookUp(accessKeyId: string): (Credentials & { principal: Principal }) | undefined;
}

/** Randomness of the emulated AWS; seeded in tests. */
export interface Random {
  /** In [0, 1). */
  number(): number;
  /** A version 4 UUID. */
  uuid(): string;
  /** Lower-case letters and digits, as in generated API and pool ids. */
  id(length: number): string;
  bytes(length: number): Uint8Array;
}

/** What every service is made of. No service reads time, randomness or the environment from elsewhere. */
export interface EmbeddedContext {
  readonly clock: Clock;
  readonly random: Random;
  readonly storage: Storage;
  readonly credentials: CredentialStore;
  /** How services wake one another. */
  readonly signals: Signals;
  /** Counts what AWS would bill. */
  readonly meter: Meter;
  readonly accountId: string;
  readonly region: string;
  /** Where clients reach the process, e.g. `http://127.0.0.1:4566`; before it listens, a host that does not exist. */
  endpoint(): string;
  /** The account's root user: who provisions. */
  readonly root: Principal;
  /**
   * Calls another service in-process, through the same chain as a signed request (authorization, validation,
   * metering) but without HTTP. `service` is {@link Service.name}; `origin` says of which request it is the carrying
   * out, where the call came from outside. Throws {@link AwsError}.
   */
  call<Output = Record<string, unknown>>(
    service: string,
    operation: string,
    input: object,
    principal: Principal,
    origin?: Origin,
  ): Promise<Output>;
  /** What IAM says of a role or a policy, where a service has to know before it goes on. */
  readonly permissions: Permissions;
  /** Answers a request as the server would, without a socket; what Lambda workers use to reach AWS. */
  handle(request: AwsRequest): Promise<AwsResponse>;
  /** Where errors go that nothing expected. */
  readonly unexpected: Pick<UnexpectedErrors, 'report'>;
  /** Where the embedded AWS says what an operator should know; never the application's own logs. */
  log(message: string): void;
}

import type { Storage } from '../storage/storage.ts';

/** What an operator may choose about the embedded Cognito. */
export interface CognitoSettings {
  /** scrypt's cost (a power of two), for passwords that are set from now on. */
  readonly passwordCost?: number;
  /** Milliseconds of emulated time that one try of a trigger may take, of three; Cognito gives five seconds. */
  readonly triggerTimeout?: number;
  /** How identity providers are asked; default: over the network. */
  readonly fetch?: typeof fetch;
}

/**
 * A real, salted hash of about 10 ms where passwords are written down: a leaked data directory is no list of them. What
 * this process's memory holds nobody else reads, and there the hash would be most of the time that a sign-in takes.
 */
const PASSWORD_COST = { durable: 4096, inMemory: 16 } as const;

/** The settings in use, with what an operator chose. */
export function settingsWith(
  chosen: CognitoSettings,
  { durable }: Pick<Storage, 'durable'>,
): Required<CognitoSettings> {
  return {
    passwordCost: durable ? PASSWORD_COST.durable : PASSWORD_COST.inMemory,
    triggerTimeout: 5000,
    fetch: (input, init) => fetch(input, init),
    ...chosen,
  };
}

/** What an operator may choose about the embedded Cognito. */
export interface CognitoSettings {
  /**
   * scrypt's cost (a power of two). The default is a real, salted hash of about 10 ms: enough that a leaked
   * data directory is no list of passwords, and cheap enough to sign in the users of a load test.
   */
  readonly passwordCost?: number;
  /** Milliseconds of emulated time a trigger may take; Cognito gives five seconds. */
  readonly triggerTimeout?: number;
}

/** The settings in use where an operator chose nothing. */
export const DEFAULT_SETTINGS: Required<CognitoSettings> = { passwordCost: 4096, triggerTimeout: 5000 };

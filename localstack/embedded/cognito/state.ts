import type { EmbeddedContext } from '../core/context.ts';
import type { SigningKeys } from './auth/keys.ts';
import type { Tokens } from './auth/tokens.ts';
import type { Triggers } from './auth/triggers.ts';
import type { CognitoStore } from './store.ts';
import type { Codes } from './users/codes.ts';
import type { Passwords } from './users/passwords.ts';

/** What Cognito's operations work on; each takes the few parts that it uses. */
export interface CognitoState {
  readonly context: EmbeddedContext;
  readonly store: CognitoStore;
  readonly keys: SigningKeys;
  readonly tokens: Tokens;
  readonly passwords: Passwords;
  readonly codes: Codes;
  /** Asks identity providers. */
  readonly fetch: typeof fetch;
  readonly triggers: Triggers;
}

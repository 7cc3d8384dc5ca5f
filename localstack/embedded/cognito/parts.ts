import type { EmbeddedContext } from '../core/context.ts';
import type { SigningKeys } from './auth/keys.ts';
import type { Tokens } from './auth/tokens.ts';
import type { Triggers } from './auth/triggers.ts';
import type { CognitoStore } from './store.ts';
import type { Codes } from './users/codes.ts';
import type { Passwords } from './users/passwords.ts';

/** What Cognito's operations are made from; each takes the few of them that it uses. */
export interface CognitoParts {
  readonly context: EmbeddedContext;
  readonly store: CognitoStore;
  readonly keys: SigningKeys;
  readonly tokens: Tokens;
  readonly passwords: Passwords;
  readonly codes: Codes;
  readonly triggers: Triggers;
}

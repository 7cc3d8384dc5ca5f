import type { EmbeddedContext } from '../core/context.ts';
import { declaredParts } from '../core/operation.ts';
import type { Service } from '../core/service.ts';
import { createSigningKeys } from './auth/keys.ts';
import { createSessions } from './auth/sessions.ts';
import { createTokens } from './auth/tokens.ts';
import { createTriggers } from './auth/triggers.ts';
import { cognitoFront } from './http.ts';
import { declarations } from './operations/index.ts';
import { type CognitoSettings, settingsWith } from './settings.ts';
import type { CognitoState } from './state.ts';
import { createCognitoStore } from './store.ts';
import { createCodes } from './users/codes.ts';
import { createPasswords } from './users/passwords.ts';

/** Amazon Cognito user pools (cognito-idp). */
export function createCognitoService(context: EmbeddedContext, settings: CognitoSettings = {}): Service {
  const { passwordCost, triggerTimeout, fetch } = settingsWith(settings, context.storage);
  const store = createCognitoStore(context.storage, context.meter);
  const keys = createSigningKeys(store.keys, context.random);
  const triggers = createTriggers(context, triggerTimeout);
  const state: CognitoState = {
    context,
    store,
    keys,
    triggers,
    passwords: createPasswords(context.random, passwordCost),
    codes: createCodes(context, store),
    fetch,
    tokens: createTokens(context, store, keys, createSessions(context, store), triggers),
  };
  return {
    name: 'cognitoidentityprovider',
    signingName: 'cognito-idp',
    protocols: ['json-1.1'],
    targetPrefix: 'AWSCognitoIdentityProviderService',
    ...declaredParts(state, declarations),
    tagsOf: (arn) => store.pools.get(arn.slice(arn.lastIndexOf('/') + 1))?.tags,
    http: cognitoFront(state),
  };
}

import type { EmbeddedContext } from '../core/context.ts';
import type { Operation, Service } from '../core/service.ts';
import { createSigningKeys } from './auth/keys.ts';
import { createSessions } from './auth/sessions.ts';
import { signInOperations } from './auth/sign-in.ts';
import { createTokens } from './auth/tokens.ts';
import { createTriggers } from './auth/triggers.ts';
import { authorization, UNSIGNED } from './authorization.ts';
import { cognitoFront } from './http.ts';
import { mfaPreferenceOperations } from './mfa/preferences.ts';
import { softwareTokenOperations } from './mfa/software-token.ts';
import type { CognitoParts } from './parts.ts';
import { domainOperations } from './pools/domains.ts';
import { groupOperations } from './pools/groups.ts';
import { resourceServerOperations } from './pools/resource-servers.ts';
import { tagOperations } from './pools/tags.ts';
import { userPoolClientOperations } from './pools/user-pool-clients.ts';
import { userPoolOperations } from './pools/user-pools.ts';
import { type CognitoSettings, settingsWith } from './settings.ts';
import { createCognitoStore } from './store.ts';
import { adminUserOperations } from './users/admin-users.ts';
import { attributeOperations } from './users/attributes.ts';
import { createCodes } from './users/codes.ts';
import { listUsersOperation } from './users/list-users.ts';
import { ownAccountOperations } from './users/own-account.ts';
import { createPasswords } from './users/passwords.ts';
import { recoveryOperations } from './users/recovery.ts';
import { signUpOperations } from './users/sign-up.ts';

/** Amazon Cognito user pools (cognito-idp). */
export function createCognitoService(context: EmbeddedContext, settings: CognitoSettings = {}): Service {
  const { passwordCost, triggerTimeout } = settingsWith(settings, context.storage);
  const store = createCognitoStore(context.storage, context.meter);
  const keys = createSigningKeys(store.keys, context.random);
  const triggers = createTriggers(context, triggerTimeout);
  const parts: CognitoParts = {
    context,
    store,
    keys,
    triggers,
    passwords: createPasswords(context.random, passwordCost),
    codes: createCodes(context, store),
    tokens: createTokens(context, store, keys, createSessions(context, store), triggers),
  };
  const operations = {
    ...userPoolOperations(parts),
    ...userPoolClientOperations(parts),
    ...groupOperations(parts),
    ...domainOperations(parts),
    ...resourceServerOperations(parts),
    ...tagOperations(parts),
    ...signUpOperations(parts),
    ...adminUserOperations(parts),
    ...attributeOperations(parts),
    ...listUsersOperation(parts),
    ...recoveryOperations(parts),
    ...ownAccountOperations(parts),
    ...signInOperations(parts),
    ...softwareTokenOperations(parts),
    ...mfaPreferenceOperations(parts),
  } satisfies Record<string, Operation>;
  return {
    name: 'cognitoidentityprovider',
    signingName: 'cognito-idp',
    protocols: ['json-1.1'],
    targetPrefix: 'AWSCognitoIdentityProviderService',
    operations,
    authorization,
    unsigned: UNSIGNED,
    tagsOf: (arn) => store.pools.get(arn.slice(arn.lastIndexOf('/') + 1))?.tags,
    http: cognitoFront(parts),
  };
}

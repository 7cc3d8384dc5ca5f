import type { AdminLinkProviderForUserRequest } from '@aws-sdk/client-cognito-identity-provider';
import { AwsError } from '../../../core/errors.ts';
import { defineOperation } from '../../../core/operation.ts';
import { onPool } from '../../authorization.ts';
import { invalidParameter, required, unsupported } from '../../errors.ts';
import { identitiesOf, identityOf, linkedTo } from '../../providers/identities.ts';
import { providerOf } from '../../providers/identity-providers.ts';
import type { CognitoState } from '../../state.ts';
import { accountOf } from '../../users/accounts.ts';

/** AdminLinkProviderForUser: somebody's identity at a provider becomes a way to sign in as an existing user, by its subject. */
export const adminLinkProviderForUser = defineOperation({
  name: 'AdminLinkProviderForUser',
  authorization: onPool('AdminLinkProviderForUser'),
  run(
    { context, store }: CognitoState,
    { UserPoolId, DestinationUser, SourceUser }: AdminLinkProviderForUserRequest,
  ) {
    if (required(DestinationUser, 'destinationUser').ProviderName !== 'Cognito') {
      throw unsupported('AdminLinkProviderForUser with a destination that is not of the pool itself');
    }
    if (SourceUser?.ProviderAttributeName !== 'Cognito_Subject') {
      throw unsupported('AdminLinkProviderForUser by another attribute than Cognito_Subject');
    }
    const { pool, user } = accountOf(store, {
      UserPoolId,
      Username: DestinationUser?.ProviderAttributeValue,
    });
    const provider = providerOf(store, UserPoolId, SourceUser.ProviderName);
    const subject = required(SourceUser.ProviderAttributeValue, 'providerAttributeValue');
    const users = store.users(pool.id);
    if (users.find(`${provider.ProviderName}_${subject}`)) {
      throw invalidParameter(
        'Merging is not currently supported, provide a SourceUser that has not been signed up in order to link',
      );
    }
    if (linkedTo(users.values(), provider, subject)) {
      throw new AwsError('AliasExistsException', 'SourceUser is already linked to DestinationUser');
    }
    const now = context.clock.now();
    users.change(user.username, (before) => ({
      attributes: {
        ...before.attributes,
        identities: JSON.stringify([...identitiesOf(before), identityOf(provider, subject, now, false)]),
      },
      updatedAt: now,
    }));
    return {};
  },
});

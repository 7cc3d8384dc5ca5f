import type {
  AdminDeleteUserAttributesRequest,
  AdminUpdateUserAttributesRequest,
  DeleteUserAttributesRequest,
  GetUserAttributeVerificationCodeRequest,
  UpdateUserAttributesRequest,
  VerifyUserAttributeRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import { AwsError } from '../../core/errors.ts';
import { checkWritable } from '../auth/client-access.ts';
import { invalidParameter, required } from '../errors.ts';
import type { User, UserPool } from '../model.ts';
import type { CognitoParts } from '../parts.ts';
import { checkAttributes } from '../pools/schema.ts';
import type { DeliveryAttribute } from './codes.ts';
import { attributeRecord } from './describe.ts';

const ADDRESSES: readonly DeliveryAttribute[] = ['email', 'phone_number'];

/** Attributes of users who are there already, changed by themselves or by an administrator. */
export function attributeOperations({ context, store, codes, tokens }: CognitoParts) {
  function change(pool: UserPool, user: User, changes: Record<string, string>, unverify: boolean): User {
    checkAttributes(pool, changes, { complete: false, changing: true });
    const moved = ADDRESSES.filter(
      (name) => changes[name] !== undefined && changes[name] !== user.attributes[name],
    );
    const unverified = Object.fromEntries(
      moved
        .filter((name) => unverify || changes[`${name}_verified`] === undefined)
        .map((name) => [`${name}_verified`, 'false']),
    );
    const next = { ...user.attributes, ...changes, ...unverified };
    const alias = store.users(pool.id).takenAlias(next, user.username);
    if (alias) throw new AwsError('AliasExistsException', `An account with the ${alias} already exists.`);
    return store
      .users(pool.id)
      .change(user.username, () => ({ attributes: next, updatedAt: context.clock.now() }));
  }

  function remove(pool: UserPool, user: User, names: readonly string[]): void {
    const required = pool.schema.find(
      (attribute) => attribute.Required && names.includes(attribute.Name ?? ''),
    );
    if (required) throw invalidParameter(`user.${required.Name}: Attribute cannot be deleted.`);
    store.users(pool.id).change(user.username, (now) => ({
      attributes: Object.fromEntries(
        Object.entries(now.attributes).filter(([name]) => !names.includes(name)),
      ),
      updatedAt: context.clock.now(),
    }));
  }

  return {
    AdminUpdateUserAttributes(input: AdminUpdateUserAttributesRequest) {
      const pool = store.pool(required(input.UserPoolId, 'userPoolId'));
      const user = store.users(pool.id).require(required(input.Username, 'username'));
      change(pool, user, attributeRecord(required(input.UserAttributes, 'userAttributes')), false);
      return {};
    },

    AdminDeleteUserAttributes(input: AdminDeleteUserAttributesRequest) {
      const pool = store.pool(required(input.UserPoolId, 'userPoolId'));
      const user = store.users(pool.id).require(required(input.Username, 'username'));
      remove(pool, user, required(input.UserAttributeNames, 'userAttributeNames'));
      return {};
    },

    async UpdateUserAttributes(input: UpdateUserAttributesRequest) {
      const { pool, client, user } = await tokens.verifyAccess(required(input.AccessToken, 'accessToken'));
      const changes = attributeRecord(required(input.UserAttributes, 'userAttributes'));
      checkWritable(client, Object.keys(changes));
      if (Object.keys(changes).some((name) => name.endsWith('_verified'))) {
        throw invalidParameter('Verified attributes cannot be changed by the user.');
      }
      const changed = change(pool, user, changes, true);
      const toVerify = ADDRESSES.filter(
        (name) =>
          pool.settings.AutoVerifiedAttributes?.includes(name) &&
          changed.attributes[name] !== undefined &&
          changed.attributes[name] !== user.attributes[name],
      );
      return {
        CodeDeliveryDetailsList: toVerify.map((name) => codes.send(pool, changed, `verify-${name}`, name)),
      };
    },

    async DeleteUserAttributes(input: DeleteUserAttributesRequest) {
      const { pool, client, user } = await tokens.verifyAccess(required(input.AccessToken, 'accessToken'));
      const names = required(input.UserAttributeNames, 'userAttributeNames');
      checkWritable(client, names);
      remove(pool, user, names);
      return {};
    },

    async GetUserAttributeVerificationCode(input: GetUserAttributeVerificationCodeRequest) {
      const { pool, user } = await tokens.verifyAccess(required(input.AccessToken, 'accessToken'));
      const name = address(input.AttributeName);
      if (user.attributes[name] === undefined) throw invalidParameter(`User has no attribute ${name}.`);
      return { CodeDeliveryDetails: codes.send(pool, user, `verify-${name}`, name) };
    },

    async VerifyUserAttribute(input: VerifyUserAttributeRequest) {
      const { pool, user } = await tokens.verifyAccess(required(input.AccessToken, 'accessToken'));
      const name = address(input.AttributeName);
      codes.use(pool, user, `verify-${name}`, required(input.Code, 'code'));
      const attributes = { ...user.attributes, [`${name}_verified`]: 'true' };
      if (store.users(pool.id).takenAlias(attributes, user.username)) {
        throw new AwsError('AliasExistsException', `An account with the ${name} already exists.`);
      }
      store.users(pool.id).change(user.username, () => ({ attributes, updatedAt: context.clock.now() }));
      return {};
    },
  };
}

function address(name: string | undefined): DeliveryAttribute {
  const found = ADDRESSES.find((known) => known === name);
  if (!found) throw invalidParameter(`Attribute ${name} cannot be verified.`);
  return found;
}

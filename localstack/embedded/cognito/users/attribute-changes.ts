import { AwsError } from '../../core/errors.ts';
import { invalidParameter } from '../errors.ts';
import type { User, UserPool } from '../model.ts';
import { checkAttributes } from '../pools/schema.ts';
import type { CognitoState } from '../state.ts';
import type { DeliveryAttribute } from './codes.ts';

/** The attributes that a code can be sent to. */
export const ADDRESSES: readonly DeliveryAttribute[] = ['email', 'phone_number'];

/** The address that an attribute's name means. Throws InvalidParameterException where it is another attribute. */
export function addressOf(name: string | undefined): DeliveryAttribute {
  const found = ADDRESSES.find((known) => known === name);
  if (!found) throw invalidParameter(`Attribute ${name} cannot be verified.`);
  return found;
}

/**
 * Changes a user's attributes. A changed address is no longer verified where `unverify` says so, or where the changes do
 * not say that it is. Throws InvalidParameterException or AliasExistsException.
 */
export function changeAttributes(
  { context, store }: CognitoState,
  pool: UserPool,
  user: User,
  changes: Record<string, string>,
  unverify: boolean,
): User {
  checkAttributes(pool, changes, { complete: false, changing: true });
  const moved = ADDRESSES.filter(
    (name) => changes[name] !== undefined && changes[name] !== user.attributes[name],
  );
  const unverified = Object.fromEntries(
    moved
      .filter((name) => unverify || changes[`${name}_verified`] === undefined)
      .map((name) => [`${name}_verified`, 'false']),
  );
  const attributes = { ...user.attributes, ...changes, ...unverified };
  const users = store.users(pool.id);
  const alias = users.takenAlias(attributes, user.username);
  if (alias) throw new AwsError('AliasExistsException', `An account with the ${alias} already exists.`);
  return users.change(user.username, () => ({ attributes, updatedAt: context.clock.now() }));
}

/** Removes attributes of a user. Throws InvalidParameterException where the pool requires one of them. */
export function removeAttributes(
  { context, store }: CognitoState,
  pool: UserPool,
  user: User,
  names: readonly string[],
): void {
  const required = pool.schema.find(
    (attribute) => attribute.Required && names.includes(attribute.Name ?? ''),
  );
  if (required) throw invalidParameter(`user.${required.Name}: Attribute cannot be deleted.`);
  store.users(pool.id).change(user.username, (now) => ({
    attributes: Object.fromEntries(Object.entries(now.attributes).filter(([name]) => !names.includes(name))),
    updatedAt: context.clock.now(),
  }));
}

import type { AttributeType } from '@aws-sdk/client-cognito-identity-provider';
import type { User } from '../model.ts';

/** A user as the list and group operations show it (UserType). */
export function describeUser(user: User, attributesToGet?: readonly string[]) {
  return {
    Username: user.username,
    Attributes: attributeList(user.attributes, attributesToGet),
    Enabled: user.enabled,
    UserStatus: user.status,
    UserCreateDate: new Date(user.createdAt),
    UserLastModifiedDate: new Date(user.updatedAt),
  };
}

/** Attributes in the SDK's form of name and value pairs. */
export function attributeList(
  attributes: Readonly<Record<string, string>>,
  only?: readonly string[],
): AttributeType[] {
  return Object.entries(attributes)
    .filter(([name]) => only === undefined || only.includes(name))
    .map(([Name, Value]) => ({ Name, Value }));
}

/** Attributes as a record, from the SDK's form. */
export function attributeRecord(list: readonly AttributeType[] | undefined): Record<string, string> {
  return Object.fromEntries((list ?? []).map(({ Name, Value }) => [Name ?? '', Value ?? '']));
}

import type { IdentityProvider, User } from '../model.ts';

/** By whom a user is proved besides the pool, as the attribute and claim `identities` lists it. */
export interface Identity {
  /** Milliseconds since the epoch, as text. */
  readonly dateCreated: string;
  readonly userId: string;
  readonly providerName: string;
  readonly providerType: string;
  readonly issuer: null;
  /** Whether the user was made by it, as text. */
  readonly primary: 'true' | 'false';
}

/** An identity at a provider; `now` in milliseconds since the epoch. */
export function identityOf(
  { ProviderName, ProviderType = 'OIDC' }: IdentityProvider,
  subject: string,
  now: number,
  primary: boolean,
): Identity {
  return {
    dateCreated: String(now),
    userId: subject,
    providerName: ProviderName,
    providerType: ProviderType,
    issuer: null,
    primary: primary ? 'true' : 'false',
  };
}

/** The identities of a user. */
export function identitiesOf({ attributes }: User): readonly Identity[] {
  return attributes.identities === undefined ? [] : (JSON.parse(attributes.identities) as Identity[]);
}

/** The user that an administrator linked to a provider's subject. */
export function linkedTo(
  users: Iterable<User>,
  { ProviderName }: IdentityProvider,
  subject: string,
): User | undefined {
  for (const user of users) {
    const identities = identitiesOf(user);
    if (identities.some(({ providerName, userId }) => providerName === ProviderName && userId === subject)) {
      return user;
    }
  }
  return undefined;
}

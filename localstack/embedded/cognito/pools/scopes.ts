/** What lets an access token call Cognito itself for its user, e.g. GetUser. */
export const SELF_SERVICE = 'aws.cognito.signin.user.admin';

/** The scopes that every pool has (https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html). */
export const STANDARD_SCOPES: readonly string[] = ['openid', 'email', 'phone', 'profile', SELF_SERVICE];

const NARROW: Readonly<Record<string, readonly string[]>> = {
  email: ['email', 'email_verified'],
  phone: ['phone_number', 'phone_number_verified'],
};

/**
 * Of the claims about a user, those that `scopes` let an application see: all of them with `profile`, or with `openid` and
 * neither `email` nor `phone`. Without scopes, which is a sign-in by the API, all of them.
 */
export function attributesInScope<T>(
  scopes: readonly string[] | undefined,
  claims: Readonly<Record<string, T>>,
): Readonly<Record<string, T>> {
  if (!scopes || scopes.includes('profile')) return claims;
  const narrow = scopes.flatMap((scope) => NARROW[scope] ?? []);
  if (narrow.length === 0) return claims;
  return Object.fromEntries(
    Object.entries(claims).filter(([name]) => narrow.includes(name) || !isAttribute(name)),
  );
}

/** What is told whatever was asked for: by whom the user was proved. */
function isAttribute(name: string): boolean {
  return name !== 'identities';
}

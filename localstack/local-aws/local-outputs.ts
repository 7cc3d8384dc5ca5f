const LOGIN_DOMAIN = /^https:\/\/([a-z0-9-]+)\.auth\.[a-z0-9-]+\.amazoncognito\.com(?=\/|$)/;

/**
 * A definition's outputs as they hold here. AWS answers most addresses itself, which are those of this AWS then; the domain of
 * a user pool a definition puts together from its name, and here it is found at the endpoint.
 */
export function localOutputs<T>(outputs: Readonly<Record<string, T>>, endpoint: string): Record<string, T> {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, value]) => [
      name,
      typeof value === 'string' ? (value.replace(LOGIN_DOMAIN, `${endpoint}/_cognito/$1`) as T) : value,
    ]),
  );
}

import { kmsErrors } from './errors.ts';

/** The name of an alias that customers may make. Throws ValidationException, or NotAuthorizedException for AWS's own. */
export function checkedAliasName(name: string | undefined): string {
  if (!name?.startsWith('alias/')) {
    throw kmsErrors.validation('Alias must start with the prefix "alias/".');
  }
  if (!/^alias\/[a-zA-Z0-9/_-]{1,250}$/.test(name)) {
    throw kmsErrors.validation(
      `1 validation error detected: Value '${name}' at 'aliasName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^alias/[a-zA-Z0-9/_-]+$`,
    );
  }
  if (name.startsWith('alias/aws/')) throw kmsErrors.reservedAlias();
  return name;
}

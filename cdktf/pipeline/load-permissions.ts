import { type NamesProps, names } from '../arns.ts';
import { allow } from '../constructs/statements.ts';
import type { Permissions } from './deployment-permissions.ts';

/** What a load run needs on a deployed stage beside the API: people to sign in, and an admin among them. */
export function loadPermissions(props: NamesProps): Permissions {
  const arn = names(props);
  return {
    'make-people': [
      allow(
        ['AdminCreateUser', 'AdminSetUserPassword', 'AdminGetUser', 'AdminAddUserToGroup'].map(
          (action) => `cognito-idp:${action}`,
        ),
        [arn.userPool],
      ),
      allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'], [arn.table, `${arn.table}/index/*`]),
    ],
    // Figures of the run, which CloudWatch has by metric and not by resource.
    'read-figures': [allow(['cloudwatch:GetMetricData'], ['*'])],
  };
}

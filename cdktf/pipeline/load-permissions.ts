import { type NamesProps, names } from '../arns.ts';
import { allow } from '../constructs/statements.ts';
import type { Permissions } from './deployment-permissions.ts';

/** What a load run needs on a deployed stage beside the API: people to sign in, an admin among them, and its figures. */
export function loadPermissions(props: NamesProps): Permissions {
  const arn = names(props);
  const people = [
    ...['AdminCreateUser', 'AdminSetUserPassword', 'AdminGetUser', 'AdminUpdateUserAttributes'],
    ...['AdminAddUserToGroup', 'AdminRemoveUserFromGroup'],
  ];
  // A pool's ARN does not tell whose it is.
  const ours = {
    StringEquals: { 'aws:ResourceTag/Project': arn.project, 'aws:ResourceTag/Stage': props.stage },
  };
  return {
    'make-people': [
      {
        ...allow(
          people.map((action) => `cognito-idp:${action}`),
          [arn.userPool],
        ),
        Condition: ours,
      },
      allow(['dynamodb:GetItem', 'dynamodb:PutItem'], [arn.table]),
    ],
    'read-figures': [
      // Figures of the run, which CloudWatch has by metric and not by resource.
      allow(['cloudwatch:ListMetrics', 'cloudwatch:GetMetricData'], ['*']),
      // How much memory the functions have, by which their time is priced.
      allow(['lambda:GetFunctionConfiguration'], [arn.function]),
    ],
  };
}

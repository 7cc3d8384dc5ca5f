import { type NamesProps, names } from '../arns.ts';
import { allow } from '../constructs/statements.ts';
import type { Permissions } from './deployment-permissions.ts';

/**
 * The permissions of a load run on a deployed stage besides the API: to create people, an admin among them, and to read
 * metrics.
 */
export function loadPermissions(props: NamesProps): Permissions {
  const arn = names(props);
  const people = [
    ...['AdminCreateUser', 'AdminSetUserPassword', 'AdminGetUser', 'AdminUpdateUserAttributes'],
    ...['AdminAddUserToGroup', 'AdminRemoveUserFromGroup'],
  ];
  // The ARN of a pool does not contain the project's name.
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
      // The run's metrics; CloudWatch permissions are not by resource.
      allow(['cloudwatch:ListMetrics', 'cloudwatch:GetMetricData'], ['*']),
      // The functions' memory, by which their time is priced.
      allow(['lambda:GetFunctionConfiguration'], [arn.function]),
    ],
  };
}

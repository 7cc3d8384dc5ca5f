import {
  type AuthorizationTable,
  type NeedsOf,
  objectOf,
  type Place,
  textOf,
} from '../core/authorization.ts';

const groupArn = (name: string, { region, accountId }: Place) =>
  `arn:aws:logs:${region}:${accountId}:log-group:${name}`;

/** Of groups too, AWS asks with the ending of a stream: policies name them with `:*`. */
const onGroup =
  (action: string): NeedsOf =>
  (input, place) => {
    const name = textOf(input.logGroupName) || nameIn(textOf(input.logGroupIdentifier));
    return [{ action: `logs:${action}`, resource: `${groupArn(name, place)}:log-stream:` }];
  };

const onStream =
  (action: string): NeedsOf =>
  (input, place) => {
    const name = textOf(input.logGroupName) || nameIn(textOf(input.logGroupIdentifier));
    const resource = `${groupArn(name, place)}:log-stream:${textOf(input.logStreamName)}`;
    return [{ action: `logs:${action}`, resource }];
  };

/** The name in an identifier, which may be an ARN. */
function nameIn(identifier: string): string {
  return identifier.startsWith('arn:') ? (identifier.split(':')[6] ?? '') : identifier;
}

const onArn =
  (action: string): NeedsOf =>
  ({ resourceArn }) => [{ action: `logs:${action}`, resource: textOf(resourceArn) }];

const onAll =
  (action: string): NeedsOf =>
  () => [{ action: `logs:${action}`, resource: '*' }];

const onAnyGroup =
  (action: string): NeedsOf =>
  (_input, place) => [{ action: `logs:${action}`, resource: `${groupArn('', place)}:log-stream:` }];

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html */
export const authorization: AuthorizationTable = {
  PutLogEvents: onStream('PutLogEvents'),
  GetLogEvents: onStream('GetLogEvents'),
  FilterLogEvents: onGroup('FilterLogEvents'),
  CreateLogGroup: (input, place) => [
    ...onGroup('CreateLogGroup')(input, place),
    ...(Object.keys(objectOf(input.tags)).length > 0
      ? [{ action: 'logs:TagResource', resource: groupArn(textOf(input.logGroupName), place) }]
      : []),
  ],
  DeleteLogGroup: onGroup('DeleteLogGroup'),
  DescribeLogGroups: onAnyGroup('DescribeLogGroups'),
  PutRetentionPolicy: onGroup('PutRetentionPolicy'),
  DeleteRetentionPolicy: onGroup('DeleteRetentionPolicy'),
  TagLogGroup: onGroup('TagLogGroup'),
  UntagLogGroup: onGroup('UntagLogGroup'),
  ListTagsLogGroup: onGroup('ListTagsLogGroup'),
  TagResource: onArn('TagResource'),
  UntagResource: onArn('UntagResource'),
  ListTagsForResource: onArn('ListTagsForResource'),
  PutSubscriptionFilter: onGroup('PutSubscriptionFilter'),
  CreateLogStream: onStream('CreateLogStream'),
  DeleteLogStream: onStream('DeleteLogStream'),
  DescribeLogStreams: onGroup('DescribeLogStreams'),
  PutMetricFilter: onGroup('PutMetricFilter'),
  DescribeMetricFilters: onGroup('DescribeMetricFilters'),
  DeleteMetricFilter: onGroup('DeleteMetricFilter'),
  PutQueryDefinition: onAll('PutQueryDefinition'),
  DescribeQueryDefinitions: onAll('DescribeQueryDefinitions'),
  DeleteQueryDefinition: onAll('DeleteQueryDefinition'),
};

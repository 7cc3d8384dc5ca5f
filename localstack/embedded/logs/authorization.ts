import { type NeedsOf, type Place, textOf, type Unchecked } from '../core/authorization.ts';

// The shapes of https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html

/** A log group's ARN, without the ending that policies name groups by. */
export const groupArn = (name: string, { region, accountId }: Place) =>
  `arn:aws:logs:${region}:${accountId}:log-group:${name}`;

/**
 * `action` on the log group of the request. Of groups too, AWS asks with the ending of a stream: policies name them
 * with `:*`.
 */
export const onGroup =
  (action: string): NeedsOf =>
  (input, place) => [
    { action: `logs:${action}`, resource: `${groupArn(groupNameIn(input), place)}:log-stream:` },
  ];

/** `action` on the log stream of the request. */
export const onStream =
  (action: string): NeedsOf =>
  (input, place) => {
    const resource = `${groupArn(groupNameIn(input), place)}:log-stream:${textOf(input.logStreamName)}`;
    return [{ action: `logs:${action}`, resource }];
  };

/** The group that a request names: by its name, or by an identifier, which may be an ARN. */
function groupNameIn({ logGroupName, logGroupIdentifier }: Unchecked): string {
  const identifier = textOf(logGroupIdentifier);
  return (
    textOf(logGroupName) || (identifier.startsWith('arn:') ? (identifier.split(':')[6] ?? '') : identifier)
  );
}

/** `action` on whatever `resourceArn` names. */
export const onArn =
  (action: string): NeedsOf =>
  ({ resourceArn }) => [{ action: `logs:${action}`, resource: textOf(resourceArn) }];

/** `action` on everything: AWS gives it no resource. */
export const onAll =
  (action: string): NeedsOf =>
  () => [{ action: `logs:${action}`, resource: '*' }];

/** `action` on log groups, whatever their names. */
export const onAnyGroup =
  (action: string): NeedsOf =>
  (_input, place) => [{ action: `logs:${action}`, resource: `${groupArn('', place)}:log-stream:` }];

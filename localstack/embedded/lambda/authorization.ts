import { type NeedsOf, type Place, textOf } from '../core/authorization.ts';
import { parseReference } from './functions/store.ts';

// The shapes of https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html

/** The principal of Lambda itself: who takes a function's role. */
export const LAMBDA = 'lambda.amazonaws.com';

/** The ARN of what a reference names, with the version or alias of `qualifier` or else of the reference itself. */
export function functionArn(reference: unknown, qualifier: unknown, { region, accountId }: Place): string {
  const { name, qualifier: inName } = parseReference(textOf(reference));
  const suffix = textOf(qualifier) || inName;
  return `arn:aws:lambda:${region}:${accountId}:function:${name}${suffix ? `:${suffix}` : ''}`;
}

/** `action` on the function that a request names, whatever the version. */
export const onFunction =
  (action: string): NeedsOf =>
  ({ FunctionName }, place) => [
    {
      action: `lambda:${action}`,
      resource: functionArn(parseReference(textOf(FunctionName)).name, '', place),
    },
  ];

/** An invocation: the version or alias that is invoked is part of the resource. */
export const onInvoked: NeedsOf = ({ FunctionName, Qualifier }, place) => [
  { action: 'lambda:InvokeFunction', resource: functionArn(FunctionName, Qualifier, place) },
];

/** `action` on whatever `Resource` names. */
export const onArn =
  (action: string): NeedsOf =>
  ({ Resource }) => [{ action: `lambda:${action}`, resource: textOf(Resource) }];

/** `action` on everything: AWS gives it no resource. */
export const onAll =
  (action: string): NeedsOf =>
  () => [{ action: `lambda:${action}`, resource: '*' }];

/** `action` on the event source mapping that a request names. */
export const onMapping =
  (action: string): NeedsOf =>
  ({ UUID }, { region, accountId }) => [
    {
      action: `lambda:${action}`,
      resource: `arn:aws:lambda:${region}:${accountId}:event-source-mapping:${textOf(UUID)}`,
    },
  ];

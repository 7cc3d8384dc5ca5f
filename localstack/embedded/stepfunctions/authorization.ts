import { type Need, type NeedsOf, type Place, textOf, type Unchecked } from '../core/authorization.ts';
import type { OperationDeclaration } from '../core/operation.ts';
import type { StepFunctionsState } from './state.ts';

/**
 * The shapes of what operations need
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html).
 */

/** Whom a machine's role is passed to. */
export const SERVICE = 'states.amazonaws.com';

/** The ARN of what is to be made, e.g. `stateArn(place, 'activity', 'pay')`. */
export const stateArn = ({ region, accountId }: Place, kind: string, name: unknown) =>
  `arn:aws:states:${region}:${accountId}:${kind}:${textOf(name)}`;

/** The permission for `action` on what the input's `member` names by its ARN. */
export const onArn =
  (action: string, member: string): NeedsOf =>
  (input) => [{ action: `states:${action}`, resource: textOf(input[member]) }];

/** The permission for an action that AWS gives no resource. */
export const onAll =
  (action: string): NeedsOf =>
  () => [{ action: `states:${action}`, resource: '*' }];

/** A task's token is a matter of the machine whose execution waits for it. */
export const onToken =
  (action: string): OperationDeclaration<StepFunctionsState>['authorization'] =>
  ({ taskToken }, _place, { tokens }) => {
    const holder = tokens.find(textOf(taskToken));
    // A token that nobody waits for has no resource: the operation refuses it, and says which it is.
    if (holder === undefined || holder === 'over') return [];
    return [{ action: `states:${action}`, resource: holder.frame.execution.revision.arn }];
  };

/** The permission to publish a version, where creating or changing the machine is to do so too. */
export const publishing = ({ publish }: Unchecked, resource: string): Need[] =>
  publish === true ? [{ action: 'states:PublishStateMachineVersion', resource }] : [];

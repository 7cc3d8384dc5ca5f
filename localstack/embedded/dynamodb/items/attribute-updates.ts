import { dynamoDbErrors } from '../errors.ts';
import { calculate } from '../expressions/numbers.ts';
import { hasMember, setMember, typeOf } from '../expressions/values.ts';
import type { AttributeValue, Item } from '../model.ts';
import type { AttributeUpdate } from '../run.ts';

const ACTIONS = ['ADD', 'PUT', 'DELETE'];

/** The item after the changes of the parameter `AttributeUpdates`. Throws ValidationException, UpdateError. */
export function applyAttributeUpdates(updates: Readonly<Record<string, AttributeUpdate>>, old: Item): Item {
  const item = { ...old };
  for (const [name, update] of Object.entries(updates)) {
    checkAction(name, update);
    const value = updated(update, Object.hasOwn(old, name) ? old[name] : undefined);
    if (value === undefined) delete item[name];
    else setMember(item, name, value);
  }
  return item;
}

function checkAction(name: string, { Action }: AttributeUpdate): void {
  if (Action === undefined || ACTIONS.includes(Action)) return;
  throw dynamoDbErrors.validation(
    `1 validation error detected: Value '${Action}' at 'attributeUpdates.${name}.member.action' failed to satisfy constraint: Member must satisfy enum value set: [${ACTIONS.join(', ')}]`,
  );
}

function updated(
  { Action, Value }: AttributeUpdate,
  old: AttributeValue | undefined,
): AttributeValue | undefined {
  if (Value === undefined) return undefined;
  if (Action === undefined || Action === 'PUT') return Value;
  const type = typeOf(Value);
  if (old === undefined) return Action === 'ADD' ? Value : undefined;
  if (typeOf(old) !== type) throw dynamoDbErrors.validation('Type mismatch for attribute to update');
  if (Action === 'ADD' && type === 'N') return { N: calculate(old.N as string, '+', Value.N as string) };
  const [members, others] = [old[type] as string[], Value[type] as string[]];
  if (Action === 'ADD') {
    const added = type === 'L' ? others : others.filter((other) => !hasMember(type, members, other));
    return { [type]: [...members, ...added] };
  }
  const rest = members.filter((member) => !hasMember(type, others, member));
  return rest.length === 0 ? undefined : { [type]: rest };
}

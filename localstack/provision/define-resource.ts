import { decodeArguments, type Fields } from './arguments.ts';
import type { Change, ResourceDefinition, ResourceType } from './resource.ts';

/** A resource type that reads before it writes: a second run finds what the first made and leaves it alone. */
export function defineResource<F extends Fields, Found>(
  definition: ResourceDefinition<F, Found>,
): ResourceType {
  return {
    type: definition.type,
    arguments: definition.arguments,
    attributes: definition.attributes,
    passing: definition.passing ?? [],
    within: definition.within,
    async apply(given, tools, fresh) {
      const wanted = decodeArguments(definition.arguments, given);
      const existing = fresh ? undefined : await definition.read(wanted, tools);
      let change: Change = 'unchanged';
      let found = existing;
      if (existing === undefined) {
        found = await definition.create(wanted, tools);
        change = 'created';
      } else {
        const changed = await definition.update(wanted, existing, tools);
        if (changed !== undefined) {
          found = changed;
          change = 'updated';
        }
      }
      const described = await definition.describe(found as Found, wanted, tools);
      return { change, attributes: { ...given, ...described } };
    },
  };
}

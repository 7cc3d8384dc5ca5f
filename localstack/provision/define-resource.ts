import { type Decoded, decodeArguments, type Fields, map, optional, text } from './arguments.ts';
import { differs } from './compare.ts';
import type { Value } from './expressions/syntax.ts';
import type {
  Applied,
  Before,
  Difference,
  Given,
  ResourceDefinition,
  ResourceType,
  Tags,
  Tools,
} from './resource.ts';

/**
 * A resource type that reads before it writes: a second run finds what the first made and leaves it alone. What AWS
 * fixes when a thing is made is left as it is and told of.
 */
export function defineResource<F extends Fields, Found>(
  definition: ResourceDefinition<F, Found>,
): ResourceType {
  const { foundBy, renames = [], fixed = {} } = definition;
  const fields: Fields = definition.tags
    ? { ...definition.arguments, tags: optional(map(text)) }
    : definition.arguments;
  const decode = (given: Given) => decodeArguments(fields, given) as Decoded<F>;
  const named = foundBy.filter((argument) => !renames.includes(argument));
  return {
    type: definition.type,
    arguments: fields,
    fixed: [...named, ...Object.keys(fixed)],
    attributes: definition.attributes,
    passing: definition.passing ?? [],
    within: definition.within,
    holds: definition.holds,
    createFirst: definition.createFirst ?? false,
    identityOf(given) {
      const wanted = decode(given);
      return JSON.stringify(foundBy.map((argument) => wanted[argument]));
    },
    async apply(given, tools, before) {
      const own = { ...tools, tags: tagsOf(given, tools) };
      const known = await find(definition, decode, given, own, before);
      if (known === undefined) {
        const wanted = decode(given);
        const found = await definition.create(wanted, own);
        return applied('created', given, await definition.describe(found, wanted, own));
      }
      const differences = [
        ...named.flatMap((name) => difference(name, known.given[name], given[name])),
        ...fixedDifferences(definition, decode(given), known.found, given),
      ];
      const inForce = { ...given, ...valuesOf(differences) };
      const wanted = decode(inForce);
      const updated = await definition.update(wanted, known.found, own);
      const found = updated ?? known.found;
      const retagged = await retag(definition, wanted, found, own);
      const change = updated !== undefined || retagged ? 'updated' : 'unchanged';
      return applied(change, inForce, await definition.describe(found, wanted, own), differences);
    },
    async existing(given, tools) {
      const wanted = decode(given);
      const found = await unlessGone(definition.read(wanted, tools));
      if (found === undefined) return undefined;
      return async () => {
        await unlessGone(definition.delete(wanted, found, tools));
      };
    },
  };
}

function tagsOf(given: Given, tools: Tools): Tags {
  return { ...tools.tags, ...(given.tags as Tags | null | undefined) };
}

function applied(
  change: Applied['change'],
  given: Given,
  described: Given,
  differences: readonly Difference[] = [],
): Applied {
  return { change, given, differences, attributes: { ...given, ...described } };
}

/** The thing by the name it has now, or by the one it had after the last run. */
async function find<F extends Fields, Found>(
  { foundBy, read }: ResourceDefinition<F, Found>,
  decode: (given: Given) => Decoded<F>,
  given: Given,
  tools: Tools,
  before: Before,
): Promise<{ readonly found: Found; readonly given: Given } | undefined> {
  if (before.fresh) return undefined;
  const found = await read(decode(given), tools);
  if (found !== undefined) return { found, given };
  const old = before.given;
  if (old === undefined) return undefined;
  const sameName = foundBy.every(
    (argument) => difference(argument, old[argument], given[argument]).length === 0,
  );
  const earlier = sameName ? undefined : await unlessGone(read(decode(old), tools));
  return earlier === undefined ? undefined : { found: earlier, given: old };
}

function fixedDifferences<F extends Fields, Found>(
  { fixed = {} }: ResourceDefinition<F, Found>,
  wanted: Decoded<F>,
  found: Found,
  given: Given,
): Difference[] {
  return Object.entries(fixed).flatMap(([name, current]) => {
    const value = (current as (found: Found, wanted: Decoded<F>) => Value)(found, wanted);
    const own = wanted[name];
    if (!differs(own, value) && !differs(value, own)) return [];
    return [{ argument: name, found: value, wanted: given[name] ?? (own as Value | undefined) ?? null }];
  });
}

function difference(argument: string, found: Value | undefined, wanted: Value | undefined): Difference[] {
  if (!differs(wanted, found) && !differs(found, wanted)) return [];
  return [{ argument, found: found ?? null, wanted: wanted ?? null }];
}

function valuesOf(differences: readonly Difference[]): Given {
  return Object.fromEntries(differences.map(({ argument, found }) => [argument, found]));
}

/** Says whether tags had to be changed. AWS's own, whose names begin with `aws:`, are none of the definition's. */
async function retag<F extends Fields, Found>(
  { tags: tagging }: ResourceDefinition<F, Found>,
  wanted: Decoded<F>,
  found: Found,
  tools: Tools,
): Promise<boolean> {
  if (!tagging) return false;
  const current = await tagging.read(found, wanted, tools);
  const set = Object.entries(tools.tags).filter(([name, value]) => current[name] !== value);
  const removed = Object.keys(current).filter(
    (name) => !name.startsWith('aws:') && !Object.hasOwn(tools.tags, name),
  );
  if (set.length === 0 && removed.length === 0) return false;
  await tagging.write(found, wanted, { set: Object.fromEntries(set), removed }, tools);
  return true;
}

/** The result, or undefined when the thing, or what contained it, is no longer there. */
async function unlessGone<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && /NotFound|NoSuch|DoesNotExist|NonExistent/.test(error.name))
      return undefined;
    throw error;
  }
}

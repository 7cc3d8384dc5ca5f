import { type Decoded, decodeArguments, type Fields, map, optional, text } from './arguments.ts';
import { differs } from './compare.ts';
import type { ArgumentValues, Value } from './expressions/syntax.ts';
import type {
  Applied,
  Before,
  Difference,
  ResourceDefinition,
  ResourceType,
  Tags,
  Tools,
} from './resource.ts';
import { passes } from './retry.ts';

/**
 * A resource type that reads before it writes: a second run finds what the first made and leaves it alone. What AWS
 * fixes when a thing is made is left as it is and reported.
 */
export function defineResource<F extends Fields, Found>(
  definition: ResourceDefinition<F, Found>,
): ResourceType {
  const { foundBy, renames = [], fixed = {}, passing = [] } = definition;
  const fields: Fields = definition.tags
    ? { ...definition.arguments, tags: optional(map(text)) }
    : definition.arguments;
  const decode = (values: ArgumentValues) => decodeArguments(fields, values) as Decoded<F>;
  const named = foundBy.filter((argument) => !renames.includes(argument));
  // An older record may have what is no longer understood.
  const recorded = (values: ArgumentValues): ArgumentValues =>
    Object.fromEntries(Object.entries(values).filter(([argument]) => Object.hasOwn(fields, argument)));
  return {
    type: definition.type,
    arguments: fields,
    example: definition.example,
    fixed: [...named, ...Object.keys(fixed)],
    attributes: definition.attributes,
    passing,
    within: definition.within,
    holds: definition.holds,
    createFirst: definition.createFirst ?? false,
    identityOf: (values) => JSON.stringify(foundBy.map((argument) => nameIn(definition, argument, values))),
    async apply(values, tools, before) {
      const own = { ...tools, tags: tagsOf(values, tools) };
      const old = before.arguments && recorded(before.arguments);
      const known = await find(definition, decode, values, own, { ...before, arguments: old });
      if (known === undefined) {
        const wanted = decode(values);
        const found = await definition.create(wanted, own);
        return applied('created', values, await definition.describe(found, wanted, own));
      }
      const differences = [
        ...named.flatMap((name) => nameDifference(definition, name, known.arguments, values)),
        ...fixedDifferences(definition, decode(values), known.found, values),
      ];
      const inForce = { ...values, ...valuesOf(differences) };
      const wanted = decode(inForce);
      const changed = await changeInPlace(definition, wanted, known.found, own, old).catch(
        (error: unknown) => {
          // What else is new may need what only a replacement would change.
          if (differences.length === 0 || passes(error, passing) || !(error instanceof Error)) throw error;
          return { found: known.found, changed: false, refusal: `${error.name}: ${error.message}` };
        },
      );
      const { found, refusal } = changed;
      const change = changed.changed ? 'updated' : 'unchanged';
      const described = await definition.describe(found, wanted, own);
      return { ...applied(change, inForce, described), differences, refusal };
    },
    async existing(values, tools) {
      const wanted = decode(recorded(values));
      const found = await unlessGone(definition.read(wanted, tools));
      if (found === undefined) return undefined;
      return async () => {
        await unlessGone(definition.delete(wanted, found, tools));
      };
    },
  };
}

function tagsOf(values: ArgumentValues, tools: Tools): Tags {
  return { ...tools.tags, ...(values.tags as Tags | null | undefined) };
}

function applied(change: Applied['change'], values: ArgumentValues, described: ArgumentValues): Applied {
  return { change, arguments: values, differences: [], attributes: { ...values, ...described } };
}

/** Makes the thing and its tags equal to what is wanted, and says whether anything had to change. */
async function changeInPlace<F extends Fields, Found>(
  definition: ResourceDefinition<F, Found>,
  wanted: Decoded<F>,
  existing: Found,
  tools: Tools,
  before: ArgumentValues | undefined,
): Promise<{ readonly found: Found; readonly changed: boolean; readonly refusal?: string }> {
  const updated = await definition.update(wanted, existing, tools, before);
  const found = updated ?? existing;
  const retagged = await retag(definition, wanted, found, tools);
  return { found, changed: updated !== undefined || retagged };
}

/** The thing, by the name that it had after the last run or by the one that it has now. */
async function find<F extends Fields, Found>(
  definition: ResourceDefinition<F, Found>,
  decode: (values: ArgumentValues) => Decoded<F>,
  values: ArgumentValues,
  tools: Tools,
  before: Before,
): Promise<{ readonly found: Found; readonly arguments: ArgumentValues } | undefined> {
  if (before.fresh) return undefined;
  const named = async (name: ArgumentValues) => {
    const reading = definition.read(decode(name), tools);
    const found = await (name === values ? reading : unlessGone(reading));
    return found === undefined ? undefined : { found, arguments: name };
  };
  const old = before.arguments;
  const isRenamed =
    old && definition.foundBy.some((one) => nameDifference(definition, one, old, values).length > 0);
  if (!isRenamed) return named(values);
  // Where two change names, each is the one that has its new name already.
  if (before.nameWasTaken) return (await named(values)) ?? named(old);
  return (await named(old)) ?? named(values);
}

function fixedDifferences<F extends Fields, Found>(
  { fixed = {} }: ResourceDefinition<F, Found>,
  wanted: Decoded<F>,
  found: Found,
  values: ArgumentValues,
): Difference[] {
  return Object.entries(fixed).flatMap(([name, current]) => {
    const value = (current as (found: Found, wanted: Decoded<F>) => Value)(found, wanted);
    const own = wanted[name];
    if (!differs(own, value) && !differs(value, own)) return [];
    return [{ argument: name, found: value, wanted: values[name] ?? (own as Value | undefined) ?? null }];
  });
}

function nameDifference<F extends Fields, Found>(
  definition: ResourceDefinition<F, Found>,
  argument: keyof F & string,
  found: ArgumentValues,
  wanted: ArgumentValues,
): Difference[] {
  if (nameIn(definition, argument, found) === nameIn(definition, argument, wanted)) return [];
  return [{ argument, found: found[argument] ?? null, wanted: wanted[argument] ?? null }];
}

/** What of an argument names a thing. */
function nameIn<F extends Fields, Found>(
  { arguments: fields, names = {} }: ResourceDefinition<F, Found>,
  argument: keyof F & string,
  values: ArgumentValues,
): string {
  const value = String(fields[argument]?.decode(values[argument], argument));
  return names[argument]?.(value) ?? value;
}

function valuesOf(differences: readonly Difference[]): ArgumentValues {
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

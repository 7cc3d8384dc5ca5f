import { listOf, objectOf, textOf, type Unchecked } from '../../core/authorization.ts';

/** The members in which services take the tags of what is made or tagged. */
const MEMBERS = ['Tags', 'tags', 'UserPoolTags'];

/**
 * The tags that a request gives (`aws:RequestTag`), whichever way its service writes them: a map, or a list of
 * `Key` and `Value`, of `key` and `value`, or of KMS's `TagKey` and `TagValue`.
 */
export function requestTags(input: Unchecked): Readonly<Record<string, string>> {
  return Object.fromEntries(MEMBERS.flatMap((member) => pairsOf(input[member])));
}

function pairsOf(tags: unknown): [string, string][] {
  if (!Array.isArray(tags)) return Object.entries(objectOf(tags)).map(([key, value]) => [key, textOf(value)]);
  return listOf(tags)
    .map(objectOf)
    .map((tag) => [textOf(tag.Key ?? tag.key ?? tag.TagKey), textOf(tag.Value ?? tag.value ?? tag.TagValue)]);
}

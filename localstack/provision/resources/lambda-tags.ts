import type { Fields } from '../arguments.ts';
import type { Tagging, Tools } from '../resource.ts';

/**
 * The tags of a function or an event source mapping.
 * @param arnOf the ARN that the tags belong to
 */
export function lambdaTags<F extends Fields, Found>(
  arnOf: (found: Found, tools: Tools) => Promise<string>,
): Tagging<F, Found> {
  return {
    async read(found, _wanted, tools) {
      const lambda = await tools.aws.lambda();
      const { Tags = {} } = await lambda.listTags({ Resource: await arnOf(found, tools) });
      return Tags;
    },
    async write(found, _wanted, { set, removed }, tools) {
      const lambda = await tools.aws.lambda();
      const Resource = await arnOf(found, tools);
      if (removed.length > 0) await lambda.untagResource({ Resource, TagKeys: [...removed] });
      if (Object.keys(set).length > 0) await lambda.tagResource({ Resource, Tags: { ...set } });
    },
  };
}

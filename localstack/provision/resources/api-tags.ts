import type { Decoded, Fields } from '../arguments.ts';
import type { Tagging, Tags } from '../resource.ts';

/**
 * The tags of an API or a stage.
 * @param tagged the ARN of a thing, and its tags as API Gateway described them with it
 */
export function apiTags<F extends Fields, Found>(
  tagged: (
    found: Found,
    wanted: Decoded<F>,
    region: string,
  ) => {
    readonly arn: string;
    readonly tags: Tags | undefined;
  },
): Tagging<F, Found> {
  return {
    read: async (found, wanted, { region }) => tagged(found, wanted, region).tags ?? {},
    async write(found, wanted, { set, removed }, { aws, region }) {
      const gateway = await aws.apigatewayv2();
      const ResourceArn = tagged(found, wanted, region).arn;
      if (removed.length > 0) await gateway.untagResource({ ResourceArn, TagKeys: [...removed] });
      if (Object.keys(set).length > 0) await gateway.tagResource({ ResourceArn, Tags: { ...set } });
    },
  };
}

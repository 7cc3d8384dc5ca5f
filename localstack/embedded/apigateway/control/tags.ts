import type { GetTagsRequest, TagResourceRequest } from '@aws-sdk/client-apigatewayv2';
import { badRequest, notFound } from '../errors.ts';
import { type ApiStore, requireItem } from '../store.ts';

/** Tags of APIs and stages, by ARN such as `arn:aws:apigateway:us-east-1::/apis/abc/stages/dev`. */
export function tagOperations(store: ApiStore) {
  function locate(arn: string | undefined) {
    const [, apiId, stageName] =
      /^arn:[\w-]+:apigateway:[\w-]+::\/apis\/(\w+)(?:\/stages\/([^/]+))?$/.exec(arn ?? '') ?? [];
    if (apiId === undefined) throw badRequest(`Invalid resource ARN specified ${arn}`);
    const api = store.apis.get(apiId);
    if (!api) throw notFound('API', apiId);
    if (stageName === undefined) {
      return {
        tags: api.Tags,
        keep: (Tags: Record<string, string>) => store.apis.set(apiId, { ...api, Tags }),
      };
    }
    const stage = requireItem(store.stages(apiId), 'Stage', stageName);
    return {
      tags: stage.Tags,
      keep: (Tags: Record<string, string>) => store.stages(apiId).set(stageName, { ...stage, Tags }),
    };
  }

  return {
    GetTags(input: GetTagsRequest) {
      return { Tags: locate(input.ResourceArn).tags };
    },

    TagResource(input: TagResourceRequest) {
      const { tags, keep } = locate(input.ResourceArn);
      keep({ ...tags, ...input.Tags });
      return {};
    },

    UntagResource(input: { ResourceArn?: string; TagKeys?: string | string[] }) {
      const { tags, keep } = locate(input.ResourceArn);
      const removed = new Set([input.TagKeys ?? []].flat());
      keep(Object.fromEntries(Object.entries(tags).filter(([key]) => !removed.has(key))));
      return {};
    },
  };
}

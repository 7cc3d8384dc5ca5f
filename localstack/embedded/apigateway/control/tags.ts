import { badRequest, notFound } from '../errors.ts';
import { type ApiStore, requireItem } from '../store.ts';

/** The tags of a resource, and how they are replaced. */
interface TaggedResource {
  readonly tags: Readonly<Record<string, string>>;
  save(tags: Record<string, string>): void;
}

/**
 * The API or stage with an ARN such as `arn:aws:apigateway:us-east-1::/apis/abc/stages/dev`. Throws BadRequestException
 * for an ARN of another form, and NotFoundException.
 */
export function taggedResource(store: ApiStore, arn: string | undefined): TaggedResource {
  const [, apiId, stageName] =
    /^arn:[\w-]+:apigateway:[\w-]+::\/apis\/(\w+)(?:\/stages\/([^/]+))?$/.exec(arn ?? '') ?? [];
  if (apiId === undefined) throw badRequest(`Invalid resource ARN specified ${arn}`);
  const api = store.apis.get(apiId);
  if (!api) throw notFound('API', apiId);
  if (stageName === undefined) {
    return { tags: api.Tags, save: (Tags) => store.apis.set(apiId, { ...api, Tags }) };
  }
  const stage = requireItem(store.stages(apiId), 'Stage', stageName);
  return { tags: stage.Tags, save: (Tags) => store.stages(apiId).set(stageName, { ...stage, Tags }) };
}

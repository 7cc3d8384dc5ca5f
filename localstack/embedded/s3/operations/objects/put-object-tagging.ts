import { listOf } from '../../../protocol/xml.ts';
import { onVersion } from '../../authorization.ts';
import { objectInput } from '../../http/input.ts';
import { xmlBody } from '../../http/request.ts';
import type { ObjectInput } from '../../model.ts';
import { replaceObjectTags } from '../../objects/tags.ts';
import { defineS3Operation } from '../../operation.ts';
import { checkedTags } from '../../tags.ts';

interface PutObjectTaggingInput extends ObjectInput {
  readonly Tagging?: { readonly TagSet: readonly { readonly Key: string; readonly Value: string }[] };
}

/** PutObjectTagging. */
export const putObjectTagging = defineS3Operation({
  name: 'PutObjectTagging',
  authorization: onVersion('PutObjectTagging', 'PutObjectVersionTagging'),
  metering: 'writeRequests',
  binding: {
    method: 'PUT',
    level: 'object',
    subresource: 'tagging',
    read(request) {
      const { TagSet } = xmlBody(request, 'Tagging') as { TagSet?: { Tag?: unknown } | '' };
      return { ...objectInput(request), Tagging: { TagSet: listOf(TagSet ? TagSet.Tag : undefined) } };
    },
  },
  run({ buckets }, input: PutObjectTaggingInput) {
    const tags = checkedTags(input.Tagging?.TagSet ?? [], 'object').map(({ Key, Value }) => [Key, Value]);
    return replaceObjectTags(buckets, input, Object.fromEntries(tags), 'PUT');
  },
});

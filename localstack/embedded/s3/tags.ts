import { AwsError } from '../core/errors.ts';
import { s3Errors } from './errors.ts';

/** A tag as a document has it: either member may be missing. */
export interface ReceivedTag {
  readonly Key?: unknown;
  readonly Value?: unknown;
}

/** What tags are of; each kind words one refusal in its own way. */
export type TagOwner = 'bucket' | 'newBucket' | 'object';

const SYSTEM: Readonly<Record<TagOwner, string>> = {
  bucket: 'System tags cannot be added/updated by requester',
  newBucket:
    'User-defined tag keys can\'t start with "aws:". This prefix is reserved for system tags. Remove "aws:" from your tag keys and try again.',
  object: 'Your TagKey cannot be prefixed with aws:',
};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html */
const ALLOWED = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const MAX_KEY = 128;
const MAX_VALUE = 256;

/** The tags, in order. Throws MalformedXML, or InvalidTag with what is wrong. */
export function checkedTags(tags: readonly ReceivedTag[], of: TagOwner): { Key: string; Value: string }[] {
  const seen = new Set<string>();
  return tags.map(({ Key, Value }) => {
    if (typeof Key !== 'string' || typeof Value !== 'string') throw s3Errors.malformedXml();
    if (Key === '' || Key.length > MAX_KEY || !ALLOWED.test(Key)) {
      throw invalid('The TagKey you have provided is invalid', { TagKey: Key });
    }
    if (Key.startsWith('aws:')) throw invalid(SYSTEM[of], of === 'newBucket' ? {} : { TagKey: Key });
    if (Value.length > MAX_VALUE || !ALLOWED.test(Value)) {
      throw invalid('The TagValue you have provided is invalid', { TagKey: Key, TagValue: Value });
    }
    if (seen.has(Key)) throw invalid('Cannot provide multiple Tags with the same key', { TagKey: Key });
    seen.add(Key);
    return { Key, Value };
  });
}

/** Tags in the form of the header x-amz-tagging. Throws InvalidArgument. */
export function tagsOfHeader(tagging: string | undefined): Record<string, string> {
  const pairs = [...new URLSearchParams(tagging ?? '')].map(([Key, Value]) => ({ Key, Value }));
  try {
    return Object.fromEntries(checkedTags(pairs, 'object').map(({ Key, Value }) => [Key, Value]));
  } catch {
    throw s3Errors.invalidArgument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
      'x-amz-tagging',
      tagging,
    );
  }
}

function invalid(message: string, members: Record<string, string>): AwsError {
  return new AwsError('InvalidTag', message, 400, members);
}

import type { EmbeddedContext } from '../../core/context.ts';
import { declaredParts } from '../../core/operation.ts';
import type { Service } from '../../core/service.ts';
import { declarations } from './operations/index.ts';
import { streamsOf } from './streams.ts';

/** DynamoDB Streams: what DynamoDB has written of its tables' changes, to be read for a day. */
export function createDynamoDbStreamsService(context: EmbeddedContext): Service {
  return {
    name: 'dynamodbstreams',
    signingName: 'dynamodb',
    protocols: ['json-1.0'],
    targetPrefix: 'DynamoDBStreams_20120810',
    ...declaredParts({ context, streams: streamsOf(context) }, declarations),
  };
}

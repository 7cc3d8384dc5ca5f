import { defineOperation } from '../../core/operation.ts';
import { onKey } from '../authorization.ts';
import { keyMetadata } from '../key-metadata.ts';
import type { Keys } from '../keys.ts';
import type { KeyInput } from '../model.ts';

/** DescribeKey. */
export const describeKey = defineOperation({
  name: 'DescribeKey',
  authorization: onKey('DescribeKey'),
  run: (keys: Keys, { KeyId }: KeyInput) => ({ KeyMetadata: keyMetadata(keys, keys.find(KeyId)) }),
});

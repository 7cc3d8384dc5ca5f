import { block, blocks, checkArguments, decodeArguments, map, optional, text } from './arguments.ts';
import { ProvisionError, placed } from './errors.ts';
import { isTemplate } from './expressions/templates.ts';
import type { SynthesizedStack } from './synthesized.ts';

/** What is understood of the AWS provider's own configuration. */
const PROVIDER = {
  region: optional(text),
  default_tags: blocks({ tags: map(text) }),
};

const CONFIGURATION = block(PROVIDER);

/** Refuses a provider configuration with anything else in it, or with expressions. */
export function checkProvider(stack: SynthesizedStack): void {
  placed({ stack: stack.name, address: 'provider.aws' }, () => {
    checkArguments(PROVIDER, stack.provider);
    if (isTemplate(JSON.stringify(stack.provider))) {
      throw new ProvisionError('UnsupportedExpression', 'expressions in the provider are not supported');
    }
    CONFIGURATION.decode(stack.provider, '');
  });
}

/** The tags that every resource of a stack gets. */
export function defaultTags(stack: SynthesizedStack): Record<string, string> {
  const { default_tags: blocks } = decodeArguments(PROVIDER, stack.provider);
  return Object.assign({}, ...blocks.map((entry) => entry.tags));
}

/** The region that the definition asks for, if it does. */
export function regionOf(stack: SynthesizedStack): string | undefined {
  return decodeArguments(PROVIDER, stack.provider).region;
}

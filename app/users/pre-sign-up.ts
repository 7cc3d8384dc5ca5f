import { domainToASCII, domainToUnicode } from 'node:url';

/** The event of Cognito's pre-sign-up trigger, the members that are read. */
export interface PreSignUpEvent {
  readonly triggerSource: string;
  readonly userName: string;
  readonly request: { readonly userAttributes: Readonly<Record<string, string>> };
}

/** The characters of a name before the `@`, as RFC 5321 has them without quotes (`Dot-string`), and `+` apart. */
const localPart = /^[\p{L}\p{N}!#$%&'*/=?^_`{|}~-]+(\.[\p{L}\p{N}!#$%&'*/=?^_`{|}~-]+)*$/u;

/**
 * Throws when a person signs up with an address outside `domains` (lower case, in ASCII as in DNS); Cognito shows them
 * the message. People whom an administrator adds are accepted as they are.
 */
export function checkSignUp(event: PreSignUpEvent, domains: readonly string[]): void {
  if (event.triggerSource === 'PreSignUp_AdminCreateUser') return;
  const address = event.request.userAttributes.email ?? '';
  const at = address.lastIndexOf('@');
  const [name, domain] = [address.slice(0, at), address.slice(at + 1)];
  if (at < 1 || !isOneOf(domain, domains)) {
    throw new Error(
      `Only people with an address at ${domains.join(' or ')} can sign up; ask an admin to add you`,
    );
  }
  // Otherwise one mailbox could be many people, each with limits of their own.
  if (name.includes('+')) throw new Error('Sign up with your address as it is without the part after its +');
  if (!localPart.test(name)) throw new Error('Sign up with an address that has neither quotes nor comments');
}

/**
 * Whether `domain` is one of `domains`: not a subdomain, and spelled as in DNS (xn--…) or as people read it. A name
 * that only looks like it, or becomes it by folding (full-width letters, a dot at the end), is refused.
 */
function isOneOf(domain: string, domains: readonly string[]): boolean {
  const lower = domain.toLowerCase().normalize('NFC');
  const ascii = domainToASCII(lower);
  return domains.includes(ascii) && (lower === ascii || lower === domainToUnicode(ascii));
}

import type { AwsResponse } from '../../../core/http.ts';
import type { UserPool } from '../../model.ts';
import type { AuthorizationRequest } from '../authorization-request.ts';
import type { Exchange } from '../exchange.ts';
import { html } from '../html.ts';
import { showPage } from './page.ts';
import { type Field, field, pageAddress, usernameField } from './parts.ts';
import { newPasswordFields } from './passwords.ts';

/** Attributes that a person knows by another word, or that browsers fill in. */
const KNOWN: Readonly<Record<string, Omit<Field, 'name'>>> = {
  email: { label: 'Email', type: 'email', autocomplete: 'email' },
  phone_number: {
    label: 'Phone number',
    type: 'tel',
    autocomplete: 'tel',
    hint: 'With the country, such as +4915550100.',
  },
  name: { label: 'Name', autocomplete: 'name' },
  given_name: { label: 'First name', autocomplete: 'given-name' },
  family_name: { label: 'Last name', autocomplete: 'family-name' },
  birthdate: { label: 'Date of birth', type: 'date', autocomplete: 'bday' },
  address: { label: 'Address', autocomplete: 'street-address' },
};

/** The field of an attribute of users. */
export function attributeField(name: string): Field {
  const words = name.replace(/^custom:/, '').replaceAll('_', ' ');
  const unknown = { label: words.slice(0, 1).toUpperCase() + words.slice(1), autocomplete: 'off' };
  return { name, ...(KNOWN[name] ?? unknown) };
}

/** What a pool must know of whoever signs up, besides what they sign in with. */
export function attributesToAsk(pool: UserPool): readonly string[] {
  const signsInWith = pool.settings.UsernameAttributes ?? [];
  const verified = pool.settings.AutoVerifiedAttributes ?? [];
  return pool.schema
    .filter(({ Name = '', Required }) => Required || verified.some((attribute) => attribute === Name))
    .map(({ Name = '' }) => Name)
    .filter(
      (name) => name !== 'sub' && !(signsInWith.length === 1 && signsInWith.some((kind) => kind === name)),
    );
}

/** The page on which people make an account. */
export function signUpPage(
  exchange: Exchange,
  { client }: AuthorizationRequest,
  error?: string,
): AwsResponse {
  const { form, pool } = exchange;
  return showPage(exchange, {
    title: 'Create an account',
    intro: html`for ${client.settings.ClientName}`,
    error,
    content: (csrf) => html`
<form method="post" action="${pageAddress(exchange, '/signup')}">
${csrf}
${field(usernameField(pool, form.get('username') ?? '', true))}
${attributesToAsk(pool).map((name) => field({ ...attributeField(name), value: form.get(name) ?? '' }))}
${newPasswordFields(exchange)}
<button type="submit">Create account</button>
</form>
<p class="after">You have an account? <a href="${pageAddress(exchange, '/login')}">Sign in</a></p>`,
  });
}

import type { UserPool } from '../../model.ts';
import type { Exchange } from '../exchange.ts';
import { type Content, html, type Markup } from '../html.ts';

/** The address of another page for the same request of an application. */
export function pageAddress({ base, query }: Exchange, path: string): string {
  return `${base}${path}?${query}`;
}

/** What a form asks for. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type?: 'email' | 'password' | 'tel' | 'text' | 'date' | 'url';
  /** What browsers and password stores fill in (HTML, «Autofill»). */
  readonly autocomplete: string;
  readonly value?: string;
  readonly hint?: string | undefined;
  /** The field that the cursor stands in first. */
  readonly first?: boolean;
  /** What stands at the right of the label. */
  readonly aside?: Content;
  readonly optional?: boolean;
}

/** A labelled field. */
export function field(asked: Field): Markup {
  const { name, label, type = 'text', autocomplete, value = '', hint, first, aside, optional } = asked;
  const caption = html`<label for="${name}">${label}</label>`;
  return html`${aside ? html`<div class="beside">${caption}<span class="small">${aside}</span></div>` : caption}
<input id="${name}" name="${name}" type="${type}" value="${value}" autocomplete="${autocomplete}"${
    type === 'text' && html` autocapitalize="none" spellcheck="false"`
  }${!optional && html` required`}${first && html` autofocus`}${hint !== undefined && html` aria-describedby="${name}-hint"`}>
${hint !== undefined && html`<p class="hint" id="${name}-hint">${hint}</p>`}`;
}

/** A field for a code of six digits, which telephones offer from the message or the application that it came by. */
export function codeField(label: string, first = true): Markup {
  return html`<label for="code">${label}</label>
<input class="code" id="code" name="code" inputmode="numeric" pattern="[0-9]{6}" maxlength="6" title="Six digits"
autocomplete="one-time-code" required${first && html` autofocus`}>`;
}

/** A field that a person does not see. */
export function hidden(name: string, value: string): Markup {
  return html`<input type="hidden" name="${name}" value="${value}">`;
}

/** Tells password stores whose password a form changes; nobody sees it, and it is not sent. */
export function accountForPasswordStores(account: string): Markup {
  return html`<input class="unseen" type="text" autocomplete="username" value="${account}" readonly>`;
}

/** What the people of a pool sign in with, in words. */
export function usernameField(pool: UserPool, value: string, first: boolean): Field {
  const kinds = pool.settings.UsernameAttributes ?? [];
  const common = { name: 'username', autocomplete: 'username', value, first };
  if (kinds.length === 2) return { ...common, label: 'Email or phone number' };
  if (kinds[0] === 'email') return { ...common, label: 'Email', type: 'email' };
  if (kinds[0] === 'phone_number') return { ...common, label: 'Phone number', type: 'tel' };
  return { ...common, label: 'Username' };
}

/** What a pool asks of a password, in one sentence. */
export function passwordRule(pool: UserPool): string {
  const policy = pool.settings.Policies?.PasswordPolicy ?? {};
  const kinds = [
    policy.RequireUppercase && 'an upper-case letter',
    policy.RequireLowercase && 'a lower-case letter',
    policy.RequireNumbers && 'a digit',
    policy.RequireSymbols && 'a symbol',
  ].filter((kind) => typeof kind === 'string');
  const last = kinds.pop();
  const list = kinds.length > 0 ? `${kinds.join(', ')} and ${last}` : last;
  return `At least ${policy.MinimumLength ?? 8} characters${list === undefined ? '' : `, with ${list}`}.`;
}

/** What stands in a log where a secret was. */
export const MASK = '•••';

/** Shorter secrets are found in too much that is none. Characters. */
const LEAST = 4;

/** Names under which secrets travel in addresses, headers, forms and JSON, whatever their value. */
const NAMED =
  /("?\b(?:access_?token|refresh_?token|token|secret|client_secret|app_?secret|corp_?secret|password|passwd|pwd|authorization|api_?key|sig|signature|session_key)"?\s*[=:]\s*)("(?:[^"\\]|\\.)*"|(?:bearer |bot |basic )?[^\s&,;"'}<]+)/giu;

/** Names that are secrets in addresses only; elsewhere they say something. */
const IN_ADDRESSES = /([?&](?:key|code)=)[^\s&#"']+/giu;

const keepQuotes = (value: string): string => (value.startsWith('"') ? `"${MASK}"` : MASK);

/** The forms in which a secret may stand in a text. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    new URLSearchParams({ s: secret }).toString().slice(2),
    bytes.toString('base64'),
    bytes.toString('base64url'),
  ];
}

/** Masks the secrets of one connection, which may become more: access tokens that the platform gave. */
export class SecretMask {
  readonly #forms = new Set<string>();
  #sorted: string[] | undefined;

  constructor(secrets: Iterable<string> = []) {
    for (const secret of secrets) this.add(secret);
  }

  /** Makes a text a secret from now on. */
  add(secret: string): void {
    if (secret.length < LEAST) return;
    const before = this.#forms.size;
    for (const form of formsOf(secret)) if (form.length >= LEAST) this.#forms.add(form);
    if (this.#forms.size > before) this.#sorted = undefined;
  }

  /** Makes secrets of what a connection remembers: the text itself, or each text in it where it is JSON. */
  addRemembered(value: string): void {
    let parsed: unknown = value;
    try {
      parsed = JSON.parse(value);
    } catch {
      // A plain text.
    }
    const each = (one: unknown): void => {
      if (typeof one === 'string' && one.length >= 8) this.add(one);
      else if (typeof one === 'object' && one !== null) for (const inner of Object.values(one)) each(inner);
    };
    each(parsed);
  }

  /** A text without secrets. */
  text(text: string): string {
    this.#sorted ??= [...this.#forms].toSorted((a, b) => b.length - a.length);
    let masked = text;
    for (const form of this.#sorted) if (masked.includes(form)) masked = masked.replaceAll(form, MASK);
    return masked
      .replaceAll(NAMED, (_, name: string, value: string) => name + keepQuotes(value))
      .replaceAll(IN_ADDRESSES, (_, name: string) => name + MASK);
  }

  /** A JSON value without secrets, keys as they are. */
  value(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value);
    if (typeof value === 'number') return this.#forms.has(String(value)) ? MASK : value;
    if (Array.isArray(value)) return value.map((one) => this.value(one));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, this.value(one)]));
  }
}

import { BadInput } from '#kernel/errors.ts';
import { pointer } from '#platform/http/index.ts';
import type { Field } from './connector.contract.ts';
import type { AnyConnector } from './connector.ts';
import type { FormSettings } from './contract.ts';

/** A form taken apart: what may be shown, and what is sealed. */
export type SplitSettings = { open: FormSettings; secrets: Record<string, string> };

type Form = Pick<AnyConnector, 'fields' | 'settings'>;

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';

/** Where a connection goes to: the values of its fields of kind `address`. */
const addressesOf = ({ fields }: Form, open: FormSettings): string =>
  JSON.stringify(fields.filter(({ kind }) => kind === 'address').map(({ key }) => open[key] ?? null));

/**
 * What a form holds after what was given is put over what is kept. Unknown fields are refused; a secret that is absent
 * or null stays, an empty one is gone. Where an address changes, kept secrets must be given anew: else whoever may
 * change it could have them sent to a place of their own.
 */
export function mergeSettings(form: Form, given: FormSettings, kept?: SplitSettings): SplitSettings {
  refuseUnknown(form.fields, given, 'settings');
  const open: FormSettings = {};
  const secrets: Record<string, string> = {};
  for (const { key, kind, initial } of form.fields) {
    const value = given[key];
    if (kind !== 'secret') {
      const stands = value === undefined ? (kept ? kept.open[key] : initial) : value;
      if (!isEmpty(stands)) open[key] = stands!;
    } else if (typeof value === 'string') {
      if (value !== '') secrets[key] = value;
    } else if (kept?.secrets[key] !== undefined) secrets[key] = kept.secrets[key];
  }
  if (kept && addressesOf(form, open) !== addressesOf(form, kept.open)) {
    const stale = Object.keys(secrets).filter((key) => typeof given[key] !== 'string');
    if (stale.length > 0)
      throw new BadInput(
        'the address changed: give the secrets again, so that they go nowhere unseen',
        stale.map((key) => ({ where: pointer('body', ['settings', key]), what: 'must be given again' })),
        'secrets_needed',
      );
  }
  return { open, secrets };
}

function refuseUnknown(fields: readonly Field[], given: FormSettings, place: string): void {
  const unknown = Object.keys(given).filter((key) => !fields.some((field) => field.key === key));
  if (unknown.length > 0)
    throw new BadInput(
      `no such field: ${unknown.join(', ')}`,
      unknown.map((key) => ({ where: pointer('body', [place, key]), what: 'is no field of this form' })),
    );
}

/** What the form of an operation holds; initial values where nothing was given. BadInput for fields that it has not. */
export function checkValues(fields: readonly Field[], given: FormSettings): Record<string, string | number | boolean> {
  refuseUnknown(fields, given, 'values');
  const values: Record<string, string | number | boolean> = {};
  for (const { key, initial } of fields) {
    const value = given[key] ?? initial;
    if (value !== undefined && value !== null) values[key] = value;
  }
  return values;
}

/** The settings as the connector wants them; BadInput names each wrong field. */
export function checkSettings(form: Form, { open, secrets }: SplitSettings): unknown {
  const missing = form.fields.filter(
    ({ key, required, kind }) => required && isEmpty(kind === 'secret' ? secrets[key] : open[key]),
  );
  if (missing.length > 0)
    throw new BadInput(
      `missing: ${missing.map(({ label }) => label.en).join(', ')}`,
      missing.map(({ key }) => ({ where: pointer('body', ['settings', key]), what: 'is missing' })),
    );
  const parsed = form.settings.safeParse({ ...open, ...secrets });
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => ({
    where: pointer('body', ['settings', ...path]),
    what: message,
  }));
  throw new BadInput(
    faults
      .map(({ where, what }) => `${where}: ${what}`)
      .slice(0, 3)
      .join('; '),
    faults,
  );
}

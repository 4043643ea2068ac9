/** Who a row is: `key` stands for the same person on every sheet, `name` is as it is written. */
export type Attendee = { key: string; name: string | undefined };

const clean = (text: string | undefined): string => (text ?? '').normalize('NFKC').replaceAll(/\s+/g, ' ').trim();

/**
 * Who signed in. The most certain thing the row says is what a person is known by: their id, else their phone number or
 * e-mail address, else their name (two people of one name on a sheet with names only cannot be told apart). Undefined
 * when the row names nobody.
 */
export function attendeeOf(row: { id?: string; contact?: string; name?: string }): Attendee | undefined {
  const [id, contact, name] = [clean(row.id), normalContact(clean(row.contact)), clean(row.name)];
  const key = id || contact || (name && `name:${name.toLowerCase()}`);
  return key ? { key, name: name || undefined } : undefined;
}

/** One way to write a phone number (digits, with + where there was one; 86 of China left out) or an e-mail address. */
function normalContact(text: string): string {
  if (text.includes('@')) return text.toLowerCase();
  const digits = text.replaceAll(/[^\d+]/g, '').replace(/^00(?=\d{9,})/, '+');
  if (digits.replace('+', '').length < 5) return '';
  return digits.replace(/^\+?86(?=1\d{10}$)/, '');
}

/** Whether a cell of the column "signed in" says that somebody did not come. */
export const isAbsent = (cell: string): boolean =>
  /^(|否|无|未|未到|未签|未签到|没来|缺席|缺|请假|no|n|false|0|absent|x|×|✗|✘|-|—)$/i.test(cell.trim());

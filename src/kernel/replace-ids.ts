/** Ids and what each becomes, and what stands for the names beside them. */
export type Replacement = { ids: ReadonlyMap<string, string>; name: string };

/** Fields that say who an id beside them means. */
const NAMES: ReadonlySet<string> = new Set(['name', 'label', 'displayName']);
const OUTSIDE_IDS: ReadonlySet<string> = new Set(['member', 'externalId', 'account']);

function inText(text: string, ids: Replacement['ids']): string {
  let left = text;
  for (const [id, becomes] of ids) if (left.includes(id)) left = left.replaceAll(id, becomes);
  return left;
}

/**
 * A JSON value in which ids are others wherever they stand, and an object with such an id in a field of its own says no
 * name and no outside id any more. What holds none of them is given back as it is.
 */
export function replaceIds(value: unknown, replacement: Replacement): unknown {
  const { ids, name } = replacement;
  if (typeof value === 'string') return inText(value, ids);
  if (Array.isArray(value)) return value.map((one) => replaceIds(one, replacement));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const whose = entries.map(([, one]) => (typeof one === 'string' ? ids.get(one) : undefined)).find(Boolean);
  return Object.fromEntries(
    entries.map(([key, one]) => {
      if (whose !== undefined && NAMES.has(key)) return [key, name];
      if (whose !== undefined && OUTSIDE_IDS.has(key)) return [key, whose];
      return [inText(key, ids), replaceIds(one, replacement)];
    }),
  );
}

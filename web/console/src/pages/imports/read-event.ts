/** What a refused event says of itself, as far as it can be read; `pretty` is its JSON, or the text as it came. */
export function readEvent(json: string): { kind?: string; member?: string; at?: string; pretty: string } {
  try {
    const event: unknown = JSON.parse(json);
    if (typeof event !== 'object' || event === null) return { pretty: json };
    const text = (key: string): string | undefined => {
      const value: unknown = Reflect.get(event, key);
      return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
    };
    const [kind, member, at] = ['kind', 'member', 'at'].map(text);
    return {
      ...(kind === undefined ? {} : { kind }),
      ...(member === undefined ? {} : { member }),
      ...(at === undefined ? {} : { at }),
      pretty: JSON.stringify(event, null, 2),
    };
  } catch {
    return { pretty: json };
  }
}

/** Where a page is: `/points`, `/orders/:orderId`. Below the community's address, so without `/m/<code>`. */
export type Params = Readonly<Record<string, string>>;

/** The values of a pattern's parameters in a path; undefined where it does not fit. */
export function match(pattern: string, path: string): Params | undefined {
  const wanted = pattern.split('/');
  const given = path.replace(/(.)\/+$/, '$1').split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [at, part] of wanted.entries()) {
    const value = given[at]!;
    if (!part.startsWith(':')) {
      if (part !== value) return undefined;
      continue;
    }
    if (value === '') return undefined;
    try {
      params[part.slice(1)] = decodeURIComponent(value);
    } catch {
      return undefined;
    }
  }
  return params;
}

/** What an address says: the code of the community, and the path of the page below it. */
export function splitAddress(pathname: string): { code: string; path: string } {
  const [, code = '', rest = ''] = /^\/m(?:\/([^/]*)(\/.*)?)?$/.exec(pathname) ?? [];
  return { code, path: rest || '/' };
}

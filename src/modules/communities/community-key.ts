/** A key out of a name: its Latin letters and digits, hyphenated; 'community' when it has none. */
export function keyFromName(name: string): string {
  const key = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 50)
    .replace(/-$/, '');
  return key === '' ? 'community' : key;
}

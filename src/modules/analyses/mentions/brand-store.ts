import { sql } from 'kysely';
import { BadInput } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import type { Forget } from '#kernel/forget-names.ts';
import { changeTexts, type Tx } from '#platform/postgres/index.ts';
import type { Brand, BrandBody } from '../mentions.contract.ts';

/** Tables of brands that an erasure changes: written anew afterwards, so that nothing is left on disk. */
export const ERASED_BRAND_TABLES: readonly string[] = ['watched_brands'];

/** The brands that a community watches, in their order. */
export async function listBrands(tx: Tx, communityId: string): Promise<Brand[]> {
  const { rows } = await sql<Brand>`
    SELECT id, name, own, words, except_words AS "except" FROM watched_brands
    WHERE community_id = ${communityId} ORDER BY place
  `.execute(tx);
  return rows;
}

/** Puts a list of brands in place of the one before; those with an id stay the same ones. Throws BadInput for others' ids. */
export async function setBrands(tx: Tx, communityId: string, brands: readonly BrandBody[]): Promise<Brand[]> {
  const known = new Set((await listBrands(tx, communityId)).map(({ id }) => id));
  const given = brands.flatMap(({ id }) => id ?? []);
  const faults = brands.flatMap(({ id }, place) =>
    id !== undefined && (!known.has(id) || given.indexOf(id) !== given.lastIndexOf(id))
      ? [{ where: `/brands/${place}/id`, what: 'is not a brand of this community, or is there twice' }]
      : [],
  );
  if (faults.length > 0) throw new BadInput('a brand that was named does not exist', faults);
  await sql`DELETE FROM watched_brands WHERE community_id = ${communityId}`.execute(tx);
  for (const [place, { id, name, own, words, except }] of brands.entries()) {
    await sql`
      INSERT INTO watched_brands (id, workspace_id, community_id, place, name, own, words, except_words)
      VALUES (${id ?? newId()}, qunluo_workspace(), ${communityId}, ${place}, ${name}, ${own}, ${asJson(words)}::jsonb, ${asJson(except)}::jsonb)
    `.execute(tx);
  }
  return listBrands(tx, communityId);
}

const asJson = (words: readonly string[]): string => JSON.stringify([...new Set(words)]);

/** Takes a person out of the brands that are watched: out of their names and their words. */
export async function eraseBrandsOf(tx: Tx, communityId: string, { patterns, in: without }: Forget): Promise<void> {
  const columns = [
    { name: 'name', type: 'text' },
    { name: 'words', type: 'jsonb' },
    { name: 'except_words', type: 'jsonb' },
  ] as const;
  const where = sql`community_id = ${communityId}`;
  await changeTexts(tx, { table: 'watched_brands', columns, patterns, where }, (value) => without(value));
}

import { types, type CustomTypesConfig } from 'pg';

const INT8 = 20;
const DATE = 1082;
const INT8_ARRAY = 1016;
const DATE_ARRAY = 1182;

/** Counts and identifiers fit a number; a value past 2^53 comes as a bigint rather than wrong. */
function readInt8(text: string): number | bigint {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text);
}

const readTexts = (text: string): (string | null)[] => types.getTypeParser(1009 as never)(text) as (string | null)[];

const READERS: Record<number, (text: string) => unknown> = {
  [INT8]: readInt8,
  [INT8_ARRAY]: (text) => readTexts(text).map((item) => (item === null ? null : readInt8(item))),
  // A calendar date has no zone; pg would make it midnight in the machine's zone.
  [DATE]: (text) => text,
  [DATE_ARRAY]: readTexts,
};

/**
 * How column values arrive: bigint as number (bigint past 2^53), date as 'YYYY-MM-DD', the rest as `pg` does it
 * (timestamptz as Date, numeric as string, json parsed).
 */
export const columnTypes = {
  getTypeParser(oid: number, format?: string): unknown {
    const reader = format === 'binary' ? undefined : READERS[oid];
    return reader ?? types.getTypeParser(oid as never, format as never);
  },
} as CustomTypesConfig;

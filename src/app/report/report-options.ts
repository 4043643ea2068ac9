import { isZone, parseDay, type Day } from '#kernel/calendar.ts';
import { BadInput, type InputFault } from '#kernel/errors.ts';
import { LANGUAGES, type Language } from '#kernel/number-format.ts';
import { dateOrderSchema, type DateOrder, type ReadOptions } from '#connectors/contract.ts';

/** The options of the command as they are typed. */
export type ReportArguments = {
  file: string;
  community?: string;
  asOf?: string;
  timezone?: string;
  format?: string;
  out?: string;
  lang?: string;
  /** For formats that leave them open. */
  year?: string;
  dateOrder?: string;
  platform?: string;
};

export const REPORT_FORMATS = ['text', 'json', 'html'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** The options of the command, checked. */
export type ReportOptions = {
  file: string;
  community?: string;
  asOf?: Day;
  zone: string;
  format: ReportFormat;
  out?: string;
  language: Language;
  read: ReadOptions;
};

const oneOf = <T extends string>(value: string, list: readonly T[]): T | undefined => list.find((one) => one === value);

/** Checks the command's options; throws BadInput that names every wrong one at once. */
export function parseReportOptions(given: ReportArguments): ReportOptions {
  const faults: InputFault[] = [];
  const fault = (where: string, what: string): undefined => void faults.push({ where, what });
  const zone = given.timezone ?? 'Asia/Shanghai';
  if (!isZone(zone))
    fault('--timezone', `${zone} is no time zone; give an IANA name such as Asia/Shanghai or Europe/Berlin`);
  const asOf =
    given.asOf === undefined
      ? undefined
      : (parseDay(given.asOf) ?? fault('--as-of', `${given.asOf} is no date; write it as YYYY-MM-DD`));
  const format =
    oneOf(given.format ?? 'text', REPORT_FORMATS) ??
    fault('--format', `${given.format} is none of ${REPORT_FORMATS.join(', ')}`);
  const language =
    oneOf(given.lang ?? 'zh-CN', LANGUAGES) ?? fault('--lang', `${given.lang} is none of ${LANGUAGES.join(', ')}`);
  const read = readOptions(given, zone, fault);
  if (faults.length > 0)
    throw new BadInput(faults.map(({ where, what }) => `${where}: ${what}`).join('; '), faults, 'bad_usage');
  return {
    file: given.file,
    community: given.community,
    asOf,
    zone,
    format: format!,
    out: given.out,
    language: language!,
    read,
  };
}

function readOptions(
  given: ReportArguments,
  zone: string,
  fault: (where: string, what: string) => undefined,
): ReadOptions {
  const year = given.year === undefined ? undefined : Number(given.year);
  if (year !== undefined && !(Number.isInteger(year) && year >= 1990 && year <= 2200))
    fault('--year', `${given.year} is no year from 1990 to 2200`);
  const dateOrder: DateOrder | undefined =
    given.dateOrder === undefined
      ? undefined
      : (oneOf(given.dateOrder.toUpperCase(), dateOrderSchema.options) ??
        fault('--date-order', `${given.dateOrder} is none of ${dateOrderSchema.options.join(', ')}`));
  return { timezone: zone, year, dateOrder, platform: given.platform };
}

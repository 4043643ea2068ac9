import { stat } from 'node:fs/promises';
import { formatIdSchema, readOptionsSchema } from '#connectors/contract.ts';
import { isZone } from '#kernel/calendar.ts';
import { BadInput, type InputFault } from '#kernel/errors.ts';
import { type ImportChoices, importChoices } from '#modules/imports/contract.ts';

/** The command line as it was given. */
export type ImportArguments = {
  file: string;
  community: string;
  timezone?: string;
  year?: string;
  dateOrder?: string;
  platform?: string;
  group?: string;
  self?: string;
  mapping?: string;
  format?: string;
  sourceCommunity?: string;
  preview?: boolean;
  server?: string;
  lang?: string;
};

export type Language = 'zh-CN' | 'en';

/** Reads the choices out of the command line. Throws BadInput that names every wrong option at once. */
export function parseChoices(given: ImportArguments): { choices: ImportChoices; language: Language } {
  const faults: InputFault[] = [];
  let mapping: unknown;
  try {
    mapping = given.mapping === undefined ? undefined : JSON.parse(given.mapping);
  } catch (error) {
    faults.push({ where: '--mapping', what: `is not JSON: ${(error as Error).message}` });
  }
  const options = readOptionsSchema.safeParse({
    timezone: given.timezone,
    year: given.year === undefined ? undefined : Number(given.year),
    dateOrder: given.dateOrder?.toUpperCase(),
    platform: given.platform,
    group: given.group,
    self: given.self,
    mapping,
  });
  for (const { path, message } of options.error?.issues ?? [])
    faults.push({
      where: `--${String(path[0]).replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
      what: message,
    });
  if (given.timezone !== undefined && !isZone(given.timezone))
    faults.push({ where: '--timezone', what: `is not an IANA time zone: ${given.timezone}` });
  if (given.format !== undefined && !formatIdSchema.safeParse(given.format).success)
    faults.push({ where: '--format', what: `must be one of ${formatIdSchema.options.join(', ')}` });
  if (given.lang !== undefined && given.lang !== 'zh-CN' && given.lang !== 'en')
    faults.push({ where: '--lang', what: 'must be zh-CN or en' });
  if (faults.length > 0)
    throw new BadInput(faults.map(({ where, what }) => `${where} ${what}`).join('; '), faults, 'bad_arguments');
  const choices = importChoices.parse({
    format: given.format,
    options: options.data,
    sourceCommunity: given.sourceCommunity,
  });
  return { choices, language: (given.lang as Language | undefined) ?? 'zh-CN' };
}

/** Throws BadInput unless the path is a file that can be sent. */
export async function checkFile(path: string): Promise<void> {
  const facts = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new BadInput(
      error.code === 'ENOENT' ? `${path} does not exist` : `${path} cannot be read: ${error.message}`,
      [{ where: path, what: error.code ?? 'cannot be read' }],
      'no_such_file',
    );
  });
  if (facts.isDirectory())
    throw new BadInput(`${path} is a directory; pack it as a zip file first`, [
      { where: path, what: 'is a directory' },
    ]);
  if (!facts.isFile()) throw new BadInput(`${path} is not a file`, [{ where: path, what: 'is not a file' }]);
}

import type { Ambiguity, Preview, ReadOptions } from '../../../../../src/connectors/contract.ts';

/** The choices to start with: what the preview proposes, the community's zone, the detected columns. */
export function firstOptions(preview: Preview | null, zone: string): ReadOptions {
  const options: ReadOptions = {};
  for (const { option, proposed } of preview?.ambiguities ?? []) {
    if (option === 'mapping') continue;
    const value = option === 'timezone' ? (proposed ?? zone) : proposed;
    if (value !== undefined) Object.assign(options, { [option]: option === 'year' ? Number(value) : value });
  }
  if (preview?.columns) {
    const { member = '', at = '', ...rest } = preview.mapping ?? {};
    options.mapping = { member, at, ...rest };
  }
  return options;
}

/** A choice that an import can leave open: those of reading, and which community of the file is meant. */
export type OpenChoice = Ambiguity['option'] | 'sourceCommunity';

/** Communities of the file among which one has to be chosen; none when it holds one or does not say. */
export const communitiesOf = (preview: Preview | null): readonly { id: string; events: number }[] =>
  preview?.communities && preview.communities.length > 1 ? preview.communities : [];

/** Required choices that have not been made. */
export function missingChoices(preview: Preview | null, options: ReadOptions, sourceCommunity?: string): OpenChoice[] {
  const missing: OpenChoice[] = (preview?.ambiguities ?? [])
    .filter(({ option, required }) => required && option !== 'mapping' && options[option] === undefined)
    .map(({ option }) => option);
  if (options.mapping && (!options.mapping.member || !options.mapping.at)) missing.push('mapping');
  if (communitiesOf(preview).length > 0 && !sourceCommunity) missing.push('sourceCommunity');
  return missing;
}

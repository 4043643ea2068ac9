import type { DateOrder, SheetOptions } from '../../../../../src/connectors/contract.ts';
import type { Group } from '../../api/communities.ts';
import type { ImportPeople } from '../../api/sign-in-sheets.ts';

/** What is chosen for a sheet. */
export type SheetChoice = { group?: string; dateOrder?: DateOrder; sheet: SheetOptions };

type Person = ImportPeople['people'][number];

/** The choices to start with: the group that one came from, or the only one there is. */
export const firstSheetOptions = (wanted: string | undefined, groups: readonly Group[]): SheetChoice => {
  const group =
    groups.find(({ externalId }) => externalId === wanted)?.externalId ??
    (groups.length === 1 ? groups[0]!.externalId : undefined);
  return { ...(group && { group }), sheet: { time: '12:00' } };
};

/** What stands for a person of the sheet in the choices. */
export const personKey = ({ platform, member }: Person): string => `${platform} ${member}`;

/** Whether the sheet's account is there already, so that nothing has to be chosen. */
export const sameAccount = ({ matches }: Person): Person['matches'][number] | undefined =>
  matches.find(({ by }) => by === 'account');

/**
 * The member that a person of the sheet is to be joined with: what was chosen, or else the one of the same id. A name
 * alone is never taken without being chosen. Empty for nobody.
 */
export function chosenMember(person: Person, chosen: Readonly<Record<string, string>>): string {
  if (sameAccount(person)) return '';
  return chosen[personKey(person)] ?? person.matches.find(({ by }) => by === 'id')?.memberId ?? '';
}

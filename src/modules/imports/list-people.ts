import { BadInput } from '#kernel/errors.ts';
import { matchPeople } from '#modules/members/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import type { ImportPeople } from './contract.ts';
import type { ExportFormats, ReadChoices } from './export-formats.ts';

/** People of a file that can be looked through one by one. */
const MOST_PEOPLE = 2000;

/**
 * The people of a small file, such as a sign-in sheet, each with the members they may be. Throws BadInput
 * `too_many_people` for a file of more than 2,000.
 */
export async function listPeople(
  { database, formats }: { database: Database; formats: ExportFormats },
  { workspaceId, communityId, path }: { workspaceId: string; communityId: string; path: string },
  choices: ReadChoices,
): Promise<ImportPeople> {
  const people = new Map<string, ImportPeople['people'][number]>();
  const opened = await formats.open(path, choices);
  try {
    for await (const { member, platform = '', name } of opened.events()) {
      const key = JSON.stringify([platform, member]);
      const known = people.get(key);
      if (known) known.events += 1;
      else people.set(key, { platform, member, name: name ?? null, events: 1, matches: [] });
      if (people.size > MOST_PEOPLE)
        throw new BadInput(
          `the file names more than ${MOST_PEOPLE} people, too many to go through one by one; import it without, and join people afterwards`,
          [],
          'too_many_people',
        );
    }
  } finally {
    await opened.close();
  }
  const list = [...people.values()];
  const matches = await database.inWorkspace(workspaceId, (tx) =>
    matchPeople(
      tx,
      communityId,
      list.map(({ platform, member, name }) => ({ platform, externalId: member, name: name ?? undefined })),
    ),
  );
  return { people: list.map((person, at) => ({ ...person, matches: matches[at]! })) };
}

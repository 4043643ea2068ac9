import { BadInput, Conflict, type InputFault } from '#kernel/errors.ts';
import { isZone } from '#kernel/calendar.ts';
import { findByIds } from '#modules/members/index.ts';
import { type Actor, recordChange } from '#modules/identity/index.ts';
import type { Jobs } from '#platform/jobs/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import type { Import, ImportChoices } from './contract.ts';
import { getImport, markRunning } from './import-store.ts';
import { runImportTask } from './import-task.ts';

/** Choices that the file leaves open and nobody made, or that name no zone. */
function faultsOf(found: Import, { options, format }: ImportChoices): InputFault[] {
  const faults: InputFault[] = [];
  if (options.timezone !== undefined && !isZone(options.timezone))
    faults.push({ where: '/body/options/timezone', what: 'is not a time zone: give an IANA name like Asia/Shanghai' });
  if (format !== undefined && format !== found.format) return faults;
  for (const { option, required, evidence } of found.preview?.ambiguities ?? [])
    if (required && options[option] === undefined)
      faults.push({ where: `/body/options/${option}`, what: `must be chosen: ${evidence}` });
  return faults;
}

/** Members that people of the file are said to be, and that the community does not have. */
async function unknownMembers(tx: Tx, communityId: string, { people = [] }: ImportChoices): Promise<InputFault[]> {
  const ids = [...new Set(people.map(({ into }) => into))];
  const known = new Set((await findByIds(tx, communityId, ids)).map(({ id }) => id));
  return people.flatMap(({ into }, at) =>
    known.has(into) ? [] : [{ where: `/body/people/${at}/into`, what: 'is no member of the community' }],
  );
}

/** Starts an import that is ready, or failed: from here on it runs in the background. */
export async function startImport(
  { database, jobs }: { database: Database; jobs: Jobs },
  target: { workspaceId: string; communityId: string; importId: string; caller: Actor },
  choices: ImportChoices,
): Promise<Import> {
  const { workspaceId, communityId, importId, caller } = target;
  return database.inWorkspace(workspaceId, async (tx: Tx) => {
    const found = await getImport(tx, communityId, importId);
    const faults = [...faultsOf(found, choices), ...(await unknownMembers(tx, communityId, choices))];
    if (faults.length > 0) throw new BadInput(`${faults[0]!.where}: ${faults[0]!.what}`, faults);
    const startedBy = caller.operatorId ?? null;
    if (!(await markRunning(tx, importId, { ...choices, format: choices.format ?? found.format, startedBy })))
      throw new Conflict(`the import is ${found.status} and cannot be started`, `import_${found.status}`);
    await recordChange(tx, caller, {
      action: 'imports.start',
      subject: { kind: 'import', id: importId, label: found.fileName },
      communityId,
      before: { status: found.status },
      after: { status: 'running', format: choices.format ?? found.format },
    });
    await jobs.send(runImportTask, { workspaceId, importId }, { tx });
    return getImport(tx, communityId, importId);
  });
}

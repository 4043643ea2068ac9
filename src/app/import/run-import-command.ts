import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '#kernel/errors.ts';
import type { Import, ImportChoices } from '#modules/imports/contract.ts';
import { loadConfig } from '#platform/config.ts';
import { describeFailure, exitCodeOf } from '../command-failure.ts';
import { createProgress, type Progress } from '../report/progress.ts';
import { writeOut } from '../report/write-output.ts';
import { checkFile, parseChoices, type ImportArguments, type Language } from './import-arguments.ts';
import { doingText, previewText, summaryText } from './import-text.ts';
import { connectServer, type ServerClient } from './server-client.ts';

const LOOK_EVERY = 300;

/**
 * `qunluo import`: sends an export to the running server and follows it to its end. The summary goes to standard
 * output, everything else to standard error. Gives the exit code: 0 done, 2 wrong usage or input, 1 a defect.
 */
export async function runImportCommand(given: ImportArguments, env: NodeJS.ProcessEnv): Promise<number> {
  const progress = createProgress(process.stderr);
  try {
    const { choices, language } = parseChoices(given);
    await checkFile(given.file);
    const server = await connectServer(loadConfig(env), { community: given.community, address: given.server });
    progress.show(doingText('uploading', language));
    const uploaded = await server.upload(given.file);
    progress.clear();
    const done = await take(server, uploaded, { choices, language, progress, only: given.preview ?? false });
    if (done) await writeOut(process.stdout, summaryText(done, language));
    return 0;
  } catch (error) {
    progress.clear();
    process.stderr.write(`${describeFailure(error)}\n`);
    return exitCodeOf(error);
  }
}

type Way = { choices: ImportChoices; language: Language; progress: Progress; only: boolean };

/** Shows what would be taken and takes it, or gives the upload up again. */
async function take(
  server: ServerClient,
  uploaded: Import,
  { choices, language, progress, only }: Way,
): Promise<Import | undefined> {
  const { id } = uploaded;
  let started = false;
  try {
    const chosen = Object.values(choices.options).some((value) => value !== undefined) || choices.format !== undefined;
    const looked = chosen ? await server.preview(id, choices) : uploaded;
    process.stderr.write(previewText(looked, language));
    if (only) return undefined;
    await server.start(id, { ...choices, options: { ...proposals(looked), ...given(choices) } });
    started = true;
    const ended = await follow(server, id, language, progress);
    if (ended.status === 'done') return ended;
    const { error } = ended;
    throw new AppError({
      code: error?.code ?? ended.status,
      status: 400,
      message: error?.message ?? `the import is ${ended.status}`,
      faults: error?.faults ?? [],
    });
  } finally {
    if (!started) await server.cancel(id).catch(() => undefined);
  }
}

const given = ({ options }: ImportChoices): object =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));

/** What the preview proposes where nothing was chosen; what it cannot propose stays open and the server says so. */
function proposals({ preview }: Import): ImportChoices['options'] {
  const options: Record<string, unknown> = {};
  for (const { option, proposed, required } of preview?.ambiguities ?? [])
    if (!required && proposed !== undefined && option !== 'mapping')
      options[option] = option === 'year' ? Number(proposed) : proposed;
  const { member, at } = preview?.mapping ?? {};
  if (member !== undefined && at !== undefined) options.mapping = { ...preview!.mapping, member, at };
  return options;
}

async function follow(server: ServerClient, id: string, language: Language, progress: Progress): Promise<Import> {
  for (;;) {
    const found = await server.get(id);
    if (found.status !== 'running') {
      progress.clear();
      return found;
    }
    const { phase = 'waiting', share, read = 0 } = found.progress ?? {};
    progress.show(`${doingText(phase, language)} ${read}`, share ?? undefined);
    await sleep(LOOK_EVERY);
  }
}

import { z } from 'zod';
import type { ConnectorContext, Heard } from '#modules/connections/index.ts';
import { askPlatform, judgeStatus } from '../shared/ask-platform.ts';
import { decryptPkcs1, readArchiveKeys } from './archive-key.ts';
import { archiveHeard, archiveMessageSchema } from './archive-message.ts';
import type { WecomSettings } from './settings.ts';

type Context = ConnectorContext<WecomSettings>;

const SEQ = 'archive-seq';
const PAGE = 50;
/** At most this many pages are read in one go, so that closing is not held up. */
const MOST_PAGES = 40;

const sealedSchema = z.object({
  msgid: z.string().min(1),
  publickey_ver: z.int(),
  encrypt_random_key: z.string().min(1),
  encrypt_chat_msg: z.string().min(1),
});
/** Only its place must be right: a message that is nothing else is passed over, and does not stand in the way for ever. */
const placedSchema = z.looseObject({ seq: z.int().nonnegative() });
type Placed = z.infer<typeof placedSchema>;
const openedSchema = z.object({ msgid: z.string(), message: z.string().optional(), error: z.string().optional() });

/**
 * Reads the session archive from where it was left (docs/connectors/wecom.md): sealed messages come from the side process, their keys
 * are opened here with our private key, which never leaves us, and the side process opens the messages with the platform's library.
 * The place moves only when what was read is durable. Messages that nobody can open are passed over and logged; a private key
 * that is missing stops the reading, as it can be put in.
 */
export async function hearArchive(context: Context): Promise<void> {
  for (let page = 0; page < MOST_PAGES && !context.signal.aborted; page++) {
    const seq = Number((await context.memory.get(SEQ)) ?? 0);
    const sealed = await askLines(context, '/chatdata', [{ seq, limit: PAGE }], placedSchema);
    if (sealed.length === 0) return;
    const heard = await openAll(sealed, context);
    if (heard.length > 0) await context.hear(heard);
    const last = Math.max(...sealed.map((each) => each.seq));
    // A side process that repeats itself would be read for ever.
    if (last <= seq) throw new Error(`the side process gave what was read before: ${last} after ${seq}`);
    await context.memory.set(SEQ, String(last));
    if (sealed.length < PAGE) return;
  }
}

async function openAll(placed: readonly Placed[], context: Context): Promise<Heard[]> {
  const keys = readArchiveKeys(context.settings.archiveKeys);
  const asked: { msgid: string; key: string; message: string }[] = [];
  for (const each of placed) {
    const sealed = sealedSchema.safeParse(each);
    if (!sealed.success) {
      context.log.warn(
        { seq: each.seq, reason: sealed.error.message },
        'an archived message is malformed; it is passed over',
      );
      continue;
    }
    const { msgid, publickey_ver: version, encrypt_random_key: random, encrypt_chat_msg: message } = sealed.data;
    const key = keys.get(version);
    if (key === undefined) throw new Error(`the private key of version ${version} is not in the settings`);
    const opened = decryptPkcs1(key, Buffer.from(random, 'base64'));
    if (opened === undefined)
      context.log.warn({ msgid }, 'the key of an archived message cannot be opened; it is passed over');
    else asked.push({ msgid, key: opened.toString('utf8'), message });
  }
  if (asked.length === 0) return [];
  const opened = await askLines(context, '/decrypt', asked, openedSchema);
  return opened.flatMap((each) => heardOf(each, context));
}

function heardOf(opened: z.infer<typeof openedSchema>, context: Context): Heard[] {
  const message = archiveMessageSchema.safeParse(jsonOf(opened.message));
  if (!message.success) {
    const reason = opened.error ?? message.error.message;
    context.log.warn({ msgid: opened.msgid, reason }, 'an archived message cannot be read; it is passed over');
    return [];
  }
  const heard = archiveHeard(message.data);
  return heard === undefined ? [] : [heard];
}

function jsonOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

/** Asks the side process: JSON lines there and back. A half answer is none. */
async function askLines<T>(
  context: Context,
  path: string,
  lines: readonly object[],
  schema: z.ZodType<T>,
): Promise<T[]> {
  const { archiveAddress, archiveToken } = context.settings;
  const answer = await askPlatform(context.fetch, archiveAddress.replace(/\/+$/, '') + path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', authorization: `Bearer ${archiveToken}` },
    body: lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
    timeoutMs: 30_000,
  });
  if ('fate' in answer) throw new Error(`the side process of the archive was asked in vain: ${answer.reason}`);
  const judged = judgeStatus(answer, context.now());
  if (judged !== undefined) throw new Error(`the side process of the archive said no: ${judged.reason}`);
  if (answer.text !== '' && !answer.text.endsWith('\n')) throw new Error('the answer of the side process broke off');
  return answer.text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => schema.parse(jsonOf(line)));
}

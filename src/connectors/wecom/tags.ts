import { z } from 'zod';
import type { Action, ActionOutcome } from '#modules/connections/index.ts';
import type { ApiFailure, WechatApi } from '../shared/wechat-api.ts';

const contactSchema = z.object({ follow_user: z.array(z.object({ userid: z.string().min(1) })).default([]) });
const tagListSchema = z.object({
  tag_group: z
    .array(
      z.object({
        group_name: z.string().default(''),
        tag: z.array(z.object({ id: z.string(), name: z.string() })).default([]),
      }),
    )
    .default([]),
});
const addedSchema = z.object({ tag_group: z.object({ tag: z.array(z.object({ id: z.string(), name: z.string() })) }) });

const PATH = '/cgi-bin/externalcontact';
const badAnswer = (reason: string): ApiFailure => ({ fate: 'later', seconds: 60, code: 'bad_answer', reason });

/**
 * Puts a company tag on a customer or takes it off, for each staff member whose contact they are. Tags are found by name; one that
 * is missing is made in `group`. Doing it twice does no harm.
 */
export async function markTag(api: WechatApi, action: Action, group: string): Promise<ActionOutcome> {
  const name = action.tag ?? '';
  if (name === '') return { fate: 'refused', code: 'bad_input', reason: 'a tag is missing' };
  const adds = action.kind === 'tag';
  const staff = await staffOf(api, action.account);
  if ('fate' in staff) return staff;
  const tag = await tagId(api, name, adds ? group : undefined);
  if (typeof tag === 'object') return tag;
  if (tag === undefined) return { fate: 'done' };
  let last: ActionOutcome = {
    fate: 'refused',
    code: 'not_a_contact',
    reason: 'nobody of the company has them as a contact',
  };
  let marked = false;
  for (const userid of staff) {
    const body = { userid, external_userid: action.account, [adds ? 'add_tag' : 'remove_tag']: [tag] };
    const outcome = await api.ask(`${PATH}/mark_tag`, body, { repeatable: true });
    if (outcome.fate === 'done') marked = true;
    else if (outcome.fate === 'refused') last = outcome;
    else return outcome;
  }
  return marked ? { fate: 'done' } : last;
}

async function staffOf(api: WechatApi, customer: string): Promise<string[] | ApiFailure> {
  const outcome = await api.ask(`${PATH}/get`, undefined, { query: { external_userid: customer }, repeatable: true });
  if (outcome.fate !== 'done') return outcome;
  const parsed = contactSchema.safeParse(outcome.answer);
  return parsed.success ? parsed.data.follow_user.map(({ userid }) => userid) : badAnswer(parsed.error.message);
}

/** The id of a tag; made in `group` where there is none, undefined without one. */
async function tagId(
  api: WechatApi,
  name: string,
  group: string | undefined,
): Promise<string | undefined | ApiFailure> {
  const outcome = await api.ask(`${PATH}/get_corp_tag_list`, {}, { repeatable: true });
  if (outcome.fate !== 'done') return outcome;
  const parsed = tagListSchema.safeParse(outcome.answer);
  if (!parsed.success) return badAnswer(parsed.error.message);
  const found = parsed.data.tag_group.flatMap(({ tag }) => tag).find((tag) => tag.name === name);
  if (found !== undefined || group === undefined) return found?.id;
  const added = await api.ask(`${PATH}/add_corp_tag`, { group_name: group, tag: [{ name }] }, { repeatable: true });
  if (added.fate !== 'done') return added;
  const made = addedSchema.safeParse(added.answer);
  return made.success ? made.data.tag_group.tag.find((tag) => tag.name === name)?.id : badAnswer(made.error.message);
}

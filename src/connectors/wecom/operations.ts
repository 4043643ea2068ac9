import { z } from 'zod';
import type { ConnectorContext, Field, Operation, OperationOutcome } from '#modules/connections/index.ts';
import { badInput } from '../shared/bad-input.ts';
import type { WecomSettings } from './settings.ts';
import { wecomApi } from './wecom-api.ts';

type Context = ConnectorContext<WecomSettings>;
type Values = Readonly<Record<string, unknown>>;

const PATH = '/cgi-bin/externalcontact';
const lines = (most: number) =>
  z
    .string()
    .transform((text) => [
      ...new Set(
        text
          .split(/[\n,，]/)
          .map((line) => line.trim())
          .filter(Boolean),
      ),
    ])
    .pipe(z.array(z.string().max(64)).min(1).max(most));
const channelCode = z.string().trim().min(1).max(30);

const joinWayInput = z.object({
  chats: lines(5),
  channelCode,
  newGroups: z.boolean().default(true),
  baseName: z.string().max(40).default(''),
  baseNumber: z.number().int().min(1).max(100_000).default(1),
});

/**
 * A code that leads into customer groups: full ones are passed over, and `newGroups` makes another when all are. Who came by it has
 * the channel code among the members of the group.
 */
export async function makeJoinWay(values: Values, context: Context): Promise<OperationOutcome> {
  const input = joinWayInput.safeParse(values);
  if (!input.success) return badInput(input.error);
  const { chats, channelCode: state, newGroups, baseName, baseNumber } = input.data;
  const api = wecomApi(context);
  const made = await api.ask(`${PATH}/groupchat/add_join_way`, {
    scene: 2,
    chat_id_list: chats,
    state,
    auto_create_room: newGroups ? 1 : 0,
    ...(newGroups && baseName !== '' ? { room_base_name: baseName, room_base_id: baseNumber } : {}),
  });
  if (made.fate !== 'done') return made;
  const id = String(made.answer.config_id);
  const read = await api.ask(`${PATH}/groupchat/get_join_way`, { config_id: id }, { repeatable: true });
  const way = read.fate === 'done' ? (read.answer.join_way as { qr_code?: string } | undefined) : undefined;
  return { fate: 'done', result: { id, image: way?.qr_code ?? null } };
}

const contactWayInput = z.object({ staff: lines(100), channelCode, confirmed: z.boolean().default(false) });

/** A code by which customers add one of the given staff; `channelCode` comes back with the contact. */
export async function makeContactWay(values: Values, context: Context): Promise<OperationOutcome> {
  const input = contactWayInput.safeParse(values);
  if (!input.success) return badInput(input.error);
  const { staff, channelCode: state, confirmed } = input.data;
  const made = await wecomApi(context).ask(`${PATH}/add_contact_way`, {
    type: staff.length === 1 ? 1 : 2,
    scene: 2,
    skip_verify: !confirmed,
    state,
    user: staff,
  });
  if (made.fate !== 'done') return made;
  return { fate: 'done', result: { id: String(made.answer.config_id), image: made.answer.qr_code ?? null } };
}

const removeInput = z.object({ kind: z.enum(['join', 'contact']), id: z.string().min(1).max(100) });

async function removeWay(values: Values, context: Context): Promise<OperationOutcome> {
  const input = removeInput.safeParse(values);
  if (!input.success) return badInput(input.error);
  const path = input.data.kind === 'join' ? 'groupchat/del_join_way' : 'del_contact_way';
  const removed = await wecomApi(context).ask(`${PATH}/${path}`, { config_id: input.data.id }, { repeatable: true });
  return removed.fate === 'done' ? { fate: 'done', result: { id: input.data.id } } : removed;
}

async function listStaff(context: Context): Promise<OperationOutcome> {
  const listed = await wecomApi(context).ask(`${PATH}/get_follow_user_list`, undefined, { repeatable: true });
  return listed.fate === 'done' ? { fate: 'done', result: { staff: listed.answer.follow_user ?? [] } } : listed;
}

const codeField: Field = {
  key: 'channelCode',
  label: { zh: '渠道码', en: 'Channel code' },
  help: { zh: '最多 30 个字符，随加入的人带回。', en: 'At most 30 characters; comes back with whoever joins.' },
  kind: 'text',
  required: true,
};

/** What WeCom offers besides messages. */
export const wecomOperations: readonly Operation<WecomSettings>[] = [
  {
    key: 'make-join-way',
    label: { zh: '生成入群码', en: 'Make a code to join groups' },
    changes: true,
    fields: [
      {
        key: 'chats',
        label: { zh: '客户群 ID', en: 'Ids of groups' },
        help: {
          zh: '每行一个，最多 5 个；可在“群”页签里复制。',
          en: 'One a line, at most 5; copy them from the tab with the chats.',
        },
        kind: 'lines',
        required: true,
      },
      codeField,
      {
        key: 'newGroups',
        label: { zh: '群满后自动建群', en: 'New groups when all are full' },
        kind: 'switch',
        required: false,
        initial: true,
      },
      { key: 'baseName', label: { zh: '新群名前缀', en: 'Name of new groups' }, kind: 'text', required: false },
      {
        key: 'baseNumber',
        label: { zh: '新群起始序号', en: 'First number of new groups' },
        kind: 'number',
        required: false,
        initial: 1,
      },
    ],
    run: makeJoinWay,
  },
  {
    key: 'make-contact-way',
    label: { zh: '生成“联系我”码', en: 'Make a code to add staff' },
    changes: true,
    fields: [
      {
        key: 'staff',
        label: { zh: '成员账号', en: 'Staff accounts' },
        help: { zh: '每行一个，最多 100 个。', en: 'One a line, at most 100.' },
        kind: 'lines',
        required: true,
      },
      codeField,
      {
        key: 'confirmed',
        label: { zh: '需要成员确认', en: 'Staff confirm each contact' },
        kind: 'switch',
        required: false,
        initial: false,
      },
    ],
    run: makeContactWay,
  },
  {
    key: 'remove-way',
    label: { zh: '停用入群码或联系我码', en: 'Take a code out of use' },
    changes: true,
    fields: [
      {
        key: 'kind',
        label: { zh: '类型', en: 'Kind' },
        kind: 'choice',
        choices: [
          { value: 'join', label: { zh: '入群码', en: 'Code to join groups' } },
          { value: 'contact', label: { zh: '联系我码', en: 'Code to add staff' } },
        ],
        required: true,
        initial: 'join',
      },
      { key: 'id', label: { zh: '编号', en: 'Id' }, kind: 'text', required: true },
    ],
    run: removeWay,
  },
  {
    key: 'list-staff',
    label: { zh: '可用成员', en: 'Staff with customers' },
    changes: false,
    fields: [],
    run: (_values, context) => listStaff(context),
  },
];

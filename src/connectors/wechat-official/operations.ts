import { z } from 'zod';
import type { ConnectorContext, Operation, OperationOutcome } from '#modules/connections/index.ts';
import { badInput } from '../shared/bad-input.ts';
import { officialApi } from './official-api.ts';
import type { OfficialSettings } from './settings.ts';

const DAY_SECONDS = 86_400;

const codeInput = z.object({
  channelCode: z.string().min(1).max(64),
  days: z.number().int().min(0).max(30).default(30),
});

/**
 * A QR code with a parameter: whoever scans it is heard as `join` (new) or `click` with `channelCode`. `days` 0 makes one that never
 * ends (the platform allows 100,000 of those). The picture is at `image`.
 */
export async function makeCode(
  values: Readonly<Record<string, unknown>>,
  context: ConnectorContext<OfficialSettings>,
): Promise<OperationOutcome> {
  const input = codeInput.safeParse(values);
  if (!input.success) return badInput(input.error);
  const { channelCode, days } = input.data;
  const seconds = days * DAY_SECONDS;
  const outcome = await officialApi(context).ask(
    '/cgi-bin/qrcode/create',
    {
      ...(days === 0 ? {} : { expire_seconds: seconds }),
      action_name: days === 0 ? 'QR_LIMIT_STR_SCENE' : 'QR_STR_SCENE',
      action_info: { scene: { scene_str: channelCode } },
    },
    // Another code for the same parameter does what the first does.
    { repeatable: true },
  );
  if (outcome.fate !== 'done') return outcome;
  const image = new URL('/cgi-bin/showqrcode', context.settings.codeBase);
  image.searchParams.set('ticket', String(outcome.answer.ticket));
  const until = days === 0 ? null : new Date(context.now() + seconds * 1000).toISOString();
  return { fate: 'done', result: { image: image.href, address: String(outcome.answer.url), until } };
}

type Button = {
  name: string;
  type?: string;
  key?: string;
  url?: string;
  sub_button?: Button[];
  [more: string]: unknown;
};

const leaf = z.looseObject({
  name: z.string().min(1).max(60),
  type: z.string().min(1),
  key: z.string().max(128).optional(),
});
const button: z.ZodType<Button> = z.union([
  z.strictObject({ name: z.string().min(1).max(60), sub_button: z.array(leaf).min(1).max(5) }),
  leaf,
]);
const menuInput = z.array(button).min(1).max(3);

async function readMenu(context: ConnectorContext<OfficialSettings>): Promise<OperationOutcome> {
  const outcome = await officialApi(context).ask('/cgi-bin/get_current_selfmenu_info', undefined, { repeatable: true });
  if (outcome.fate !== 'done') return outcome;
  return {
    fate: 'done',
    result: { open: outcome.answer.is_menu_open === 1, menu: outcome.answer.selfmenu_info ?? null },
  };
}

async function writeMenu(
  values: Readonly<Record<string, unknown>>,
  context: ConnectorContext<OfficialSettings>,
): Promise<OperationOutcome> {
  let given: unknown;
  try {
    given = JSON.parse(String(values.menu ?? ''));
  } catch (error) {
    return { fate: 'refused', code: 'bad_input', reason: `menu: is no JSON: ${(error as Error).message}` };
  }
  const input = menuInput.safeParse(given);
  if (!input.success) return badInput(input.error, 'menu');
  const outcome = await officialApi(context).ask('/cgi-bin/menu/create', { button: input.data }, { repeatable: true });
  return outcome.fate === 'done' ? { fate: 'done', result: { buttons: input.data.length } } : outcome;
}

/** What an Official Account offers besides messages. */
export const officialOperations: readonly Operation<OfficialSettings>[] = [
  {
    key: 'make-code',
    label: { zh: '生成带参数二维码', en: 'Make a QR code with a parameter' },
    about: {
      zh: '扫码关注或扫码的事件会带上这个渠道码。',
      en: 'Following or scanning by it is heard with this channel code.',
    },
    changes: true,
    fields: [
      { key: 'channelCode', label: { zh: '渠道码', en: 'Channel code' }, kind: 'text', required: true },
      {
        key: 'days',
        label: { zh: '有效天数', en: 'Days it is valid' },
        help: {
          zh: '1–30；0 为永久（每个账号最多 10 万个）。',
          en: '1 to 30; 0 for one that never ends (100,000 per account).',
        },
        kind: 'number',
        required: false,
        initial: 30,
      },
    ],
    run: makeCode,
  },
  {
    key: 'read-menu',
    label: { zh: '读取自定义菜单', en: 'Read the menu' },
    changes: false,
    fields: [],
    run: (_values, context) => readMenu(context),
  },
  {
    key: 'write-menu',
    label: { zh: '设置自定义菜单', en: 'Set the menu' },
    about: {
      zh: '会替换现有菜单；关注者 5 分钟内看到变化。',
      en: 'Replaces the present menu; followers see it within 5 minutes.',
    },
    changes: true,
    fields: [
      {
        key: 'menu',
        label: { zh: '菜单（JSON）', en: 'Menu (JSON)' },
        help: {
          zh: '按钮数组：最多 3 个一级按钮，每个最多 5 个子按钮，例如 [{"name":"签到","type":"click","key":"CHECK_IN"}]。',
          en: 'A list of buttons: at most 3, each with at most 5 under it, such as [{"name":"Check in","type":"click","key":"CHECK_IN"}].',
        },
        kind: 'lines',
        required: true,
      },
    ],
    run: writeMenu,
  },
];

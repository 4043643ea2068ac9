import { z } from 'zod';
import { neutralEventSchema } from '#modules/events/contract.ts';

/** Every format that can be read; the registry is checked against this list by the types. */
export const FORMAT_IDS = [
  'qunluo-jsonl',
  'telegram',
  'discord',
  'slack',
  'zulip',
  'zulip-archive',
  'whatsapp',
  'qq',
  'wechat-memotrace',
  'wechat-pywxdump',
  'discourse',
  'sign-in-sheet',
  'csv',
] as const;
export const formatIdSchema = z.enum(FORMAT_IDS);
export type FormatId = z.infer<typeof formatIdSchema>;

/**
 * Why a line or message of an export was not taken. The codes are stable: summaries count by them and the console
 * words them.
 */
export const SKIP_REASONS = {
  not_json: { zh: '不是有效的 JSON', en: 'not valid JSON' },
  not_an_event: { zh: '不是一条事件', en: 'not an event' },
  too_long_line: { zh: '行过长', en: 'the line is too long' },
  missing_id: { zh: '缺少编号', en: 'the id is missing' },
  missing_member: { zh: '缺少成员', en: 'the member is missing' },
  missing_kind: { zh: '缺少类型', en: 'the kind is missing' },
  missing_date: { zh: '缺少时间', en: 'the date is missing' },
  bad_date: { zh: '时间无法识别', en: 'the date cannot be read' },
  date_in_future: { zh: '时间在未来', en: 'the date is in the future' },
  date_before_1990: { zh: '时间早于 1990 年', en: 'the date is before 1990' },
  bad_field: { zh: '字段不合规', en: 'a field has a wrong form' },
  bad_row: { zh: '列数不符或引号未闭合', en: 'the row has other columns than the head, or a broken quote' },
  system_line: { zh: '系统提示，未识别出成员', en: 'a system notice that names nobody' },
  private_chat: { zh: '私聊，未导入', en: 'a private conversation, not imported' },
  no_message: { zh: '消息之前的内容', en: 'text before the first message' },
  not_signed: { zh: '没有签到', en: 'did not sign in' },
  signed_twice: { zh: '同一场签到了两次', en: 'signed in twice for one session' },
} as const satisfies Record<string, { zh: string; en: string }>;
export type SkipReason = keyof typeof SKIP_REASONS;
export const skipReasonSchema = z.enum(Object.keys(SKIP_REASONS) as [SkipReason, ...SkipReason[]]);

/** Order of day, month and year where a date is written with numbers only. */
export const dateOrderSchema = z.enum(['DMY', 'MDY', 'YMD']);
export type DateOrder = z.infer<typeof dateOrderSchema>;

/** Which column of a CSV file holds which field; a value is the column's name in the first row. */
export const columnMappingSchema = z.object({
  id: z.string().optional(),
  member: z.string(),
  at: z.string(),
  time: z.string().optional().describe('time of day, where `at` holds the date only'),
  text: z.string().optional(),
  kind: z.string().optional(),
  group: z.string().optional(),
  groupName: z.string().optional(),
  name: z.string().optional(),
  thread: z.string().optional(),
  replyTo: z.string().optional(),
  target: z.string().optional(),
  value: z.string().optional(),
});
export type ColumnMapping = z.infer<typeof columnMappingSchema>;

/** Which column of a sign-in sheet holds what; a value is the column's name in its head. One of the first three is needed. */
export const sheetMappingSchema = z.object({
  name: z.string().optional(),
  contact: z.string().optional().describe('phone number or e-mail address'),
  id: z.string().optional().describe('the id of a member, such as a member number'),
  date: z.string().optional(),
  session: z.string().optional(),
  signed: z.string().optional().describe('blank, or a word for no, where somebody was expected and did not come'),
});
export type SheetMapping = z.infer<typeof sheetMappingSchema>;

/** How a sign-in sheet is read. */
export const sheetOptionsSchema = z.object({
  mapping: sheetMappingSchema.optional().describe('proposed when absent'),
  day: z.iso.date().optional().describe('the day of rows that name none'),
  time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is no time of day: write it as 19:30')
    .default('12:00')
    .describe('when the sessions begin, where the sheet does not say'),
  session: z.string().max(120).optional().describe('the session of rows that name none'),
});
export type SheetOptions = z.infer<typeof sheetOptionsSchema>;

/** What a person chooses before reading; every field has a default that the preview names. */
export const readOptionsSchema = z.object({
  timezone: z.string().max(60).optional().describe('IANA zone of times written without one; default Asia/Shanghai'),
  year: z.int().min(1990).max(2200).optional().describe('year of dates written without one'),
  dateOrder: dateOrderSchema.optional(),
  dateFormat: z.enum(['auto', 'iso', 'epoch_s', 'epoch_ms', 'numeric']).optional(),
  platform: z.string().min(1).max(60).optional().describe('namespace of the accounts, in place of the format’s own'),
  group: z.string().max(400).optional().describe('group of every event, in place of the one the file names'),
  self: z
    .string()
    .min(1)
    .max(400)
    .optional()
    .describe('account of the person who made the export, where it is not named'),
  encoding: z.string().max(40).optional().describe('encoding of the text, in place of the detected one'),
  delimiter: z.enum([',', ';', '\t', '|']).optional(),
  mapping: columnMappingSchema.optional(),
  sheet: sheetOptionsSchema.optional().describe('of a sign-in sheet'),
});
export type ReadOptions = z.infer<typeof readOptionsSchema>;

/** One format a file may be; `score` is 0…1. */
export const candidateSchema = z.object({
  format: formatIdSchema,
  label: z.object({ zh: z.string(), en: z.string() }),
  score: z.number().min(0).max(1),
  because: z.string(),
});
export type Candidate = z.infer<typeof candidateSchema>;

/** What a file is: candidates by falling score. The first one is meant to be taken. */
export const detectionSchema = z.object({
  name: z.string(),
  container: z.enum(['plain', 'gzip', 'zip', 'tar', 'tar.gz', 'directory']),
  bytes: z.number(),
  encoding: z.string().optional().describe('of the text, where one was needed'),
  candidates: z.array(candidateSchema),
});
export type Detection = z.infer<typeof detectionSchema>;

/** A choice that the file alone does not decide. `proposed` is taken when none is made. */
export const ambiguitySchema = z.object({
  option: z.enum(['timezone', 'year', 'dateOrder', 'platform', 'self', 'mapping', 'group', 'sheet']),
  required: z.boolean(),
  proposed: z.string().optional(),
  choices: z.array(z.string()).optional(),
  evidence: z.string(),
});
export type Ambiguity = z.infer<typeof ambiguitySchema>;

/** Skipped lines of one reason: how many, and where the first ones are (line numbers or message ids). */
export const skippedSchema = z.object({
  reason: skipReasonSchema,
  count: z.int(),
  where: z.array(z.union([z.int(), z.string()])),
});
export type Skipped = z.infer<typeof skippedSchema>;

/** What importing would give, read from the beginning of the file; `complete` when that was all of it. */
export const previewSchema = z.object({
  format: formatIdSchema,
  events: z.array(neutralEventSchema),
  read: z.int().describe('events read for this preview'),
  complete: z.boolean(),
  firstAt: z.string().optional(),
  lastAt: z.string().optional(),
  groups: z.array(z.object({ id: z.string(), name: z.string().optional(), events: z.int() })),
  communities: z
    .array(z.object({ id: z.string(), events: z.int() }))
    .optional()
    .describe('communities that the events read name; one of several has to be chosen'),
  kinds: z.record(z.string(), z.int()),
  skipped: z.array(skippedSchema),
  columns: z.array(z.object({ name: z.string(), samples: z.array(z.string()) })).optional(),
  mapping: columnMappingSchema.partial().optional(),
  sheet: z
    .object({
      columns: z.array(z.object({ name: z.string(), samples: z.array(z.string()) })),
      mapping: sheetMappingSchema,
      day: z.iso.date().nullable().describe('as the title or the name of the file has it'),
      headRow: z.int().describe('how many rows stand above the names of the columns; -1: there are none'),
    })
    .optional()
    .describe('of a sign-in sheet'),
  ambiguities: z.array(ambiguitySchema),
  warnings: z.array(z.string()),
  encoding: z.string().optional().describe('of the text; none where it is plain ASCII'),
});
export type Preview = z.infer<typeof previewSchema>;

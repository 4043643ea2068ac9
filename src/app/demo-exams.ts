import {
  answerQuestion,
  changeQuestion,
  createPaper,
  createQuestion,
  draftFromRules,
  listItems,
  listPapers,
  listQuestions,
  settleOwn,
  showEntry,
  startAttempt,
} from '#modules/exams/index.ts';
import type { NewPaper } from '#modules/exams/paper.contract.ts';
import { createPaperBody } from '#modules/exams/paper.contract.ts';
import { createQuestionBody, type NewQuestion } from '#modules/exams/question.contract.ts';
import { systemCaller } from '#modules/identity/index.ts';
import { seededRandom } from '#modules/network/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { CommunityIds } from './evaluations.ts';
import { examPorts } from './exam-ports.ts';
import type { Services } from './services.ts';

const DAY_MS = 86_400_000;
const SECOND_MS = 1_000;
const TAKERS = 40;
const NEWCOMERS_OF_DAYS = 120;
/** Nobody can know it: the bank says so. */
const UNKNOWABLE = '本店会员日是每月的哪几天？';

const QUESTIONS: readonly NewQuestion[] = [
  {
    kind: 'single',
    text: '周六共读在哪里？',
    options: ['书店二楼阅览区', '一楼收银台旁', '地铁站口', '线上会议室'],
    solution: [0],
    explanation: '每周六 14:00–16:00，书店二楼阅览区。',
  },
  {
    kind: 'multiple',
    text: '参加周六共读要做到哪些？',
    options: ['带一本正在读的书', '手机静音', '轮流说，不打断', '必须当天买书'],
    solution: [0, 1, 2],
    explanation: '买不买书都欢迎来。',
  },
  {
    kind: 'truth',
    text: '在群里分享书评时，可以整章转贴还在销售的新书。',
    options: [],
    solution: [1],
    explanation: '请摘一小段，写自己的话，尊重作者的权利。',
  },
  {
    kind: 'order',
    text: '借阅交换一本书，按先后排列。',
    options: ['在换书帖里留言', '与书主约好时间', '当面检查书况', '在帖子里确认收到'],
    solution: [0, 1, 2, 3],
    explanation: '留言、约时间、验书、确认：这样每本书都有去向。',
  },
  {
    kind: 'single',
    text: '想给书友推荐另一家书店的活动，应该怎么做？',
    options: ['先问管理员', '直接发到每个群', '私信所有成员', '改群名片打广告'],
    solution: [0],
    explanation: '好活动管理员会帮忙转发。',
  },
  {
    kind: 'single',
    text: UNKNOWABLE,
    options: ['每月 8、18、28 日', '每月第一个周末', '每月 15 日', '每月最后一个周三'],
    solution: [2],
    explanation: '会员日是每月 15 日。',
  },
];

const PAPERS: readonly NewPaper[] = [
  {
    purpose: 'entry',
    name: '新书友入群考试',
    description: '七道题，五分钟就能答完。答完就知道这里怎么玩。',
    draw: [
      { tag: '书店', count: 3 },
      { tag: '群规', count: 4 },
    ],
    passPercent: 70,
    minutes: 10,
    coolDownHours: 1,
    state: 'open',
  },
  {
    purpose: 'licence',
    name: '信用考试',
    description: '信用分扣到零时，通过这场考试可以恢复 6 分，重新回来。',
    draw: [{ tag: '群规', count: 15 }],
    state: 'open',
  },
  {
    purpose: 'quiz',
    name: '换书知识小测',
    draw: [{ tag: '书店', count: 5 }],
    passPercent: 80,
    coolDownHours: 0,
    state: 'open',
  },
];

/** A bank that is half drafted from the rules, three exams, and newcomers who took the entry exam. Made once. */
export async function demoExams(services: Services, { workspaceId, communityId }: CommunityIds): Promise<void> {
  const { database, clock } = services;
  const who = { actor: systemCaller(workspaceId), communityId };
  const inside = <T>(work: (tx: Tx) => Promise<T>) => database.inWorkspace(workspaceId, work);
  if ((await inside((tx) => listPapers(tx, communityId))).length > 0) return;
  const entryId = await inside(async (tx) => {
    const { rulesOf } = examPorts(services);
    await draftFromRules(tx, { ...who, rules: await rulesOf(tx, communityId), language: 'zh-CN' });
    // One stays a draft, for somebody to read.
    for (const { id } of (await listQuestions(tx, communityId)).slice(1))
      await changeQuestion(tx, { ...who, id, body: { state: 'active' } });
    for (const question of QUESTIONS)
      await createQuestion(tx, {
        ...who,
        body: createQuestionBody.parse({ ...question, tags: ['书店'], state: 'active' }),
      });
    const ids: string[] = [];
    for (const paper of PAPERS) ids.push(await createPaper(tx, { ...who, body: createPaperBody.parse(paper) }));
    return ids[0]!;
  });
  const query = { days: NEWCOMERS_OF_DAYS, page: 1 };
  const { people } = await inside((tx) => showEntry(tx, communityId, { query, now: clock.now() }));
  for (const [at, { memberId, cameAt }] of people.slice(2, 2 + TAKERS).entries()) {
    const came = Math.min(Date.parse(cameAt), clock.now() - DAY_MS);
    await inside((tx) => take(tx, services, { ...who, memberId, paperId: entryId, at, startedAt: came }));
  }
}

type Taking = { communityId: string; memberId: string; paperId: string; at: number; startedAt: number };

/** A newcomer takes the exam, knowing more or less; always the same for the same story. */
async function take(
  tx: Tx,
  services: Services,
  { communityId, memberId, paperId, at, startedAt }: Taking,
): Promise<void> {
  const random = seededRandom(at + 1);
  const knows = 0.55 + 0.45 * random();
  const ports = examPorts(services);
  const asked = { ports, communityId, memberId, now: new Date(startedAt) };
  const { id } = await startAttempt(tx, asked, { paperId, seed: at });
  let now = startedAt;
  for (const { position, kind, shown, solution, text } of await listItems(tx, id)) {
    now += Math.round((6 + 20 * random()) * SECOND_MS);
    const places = kind === 'truth' ? solution : solution.map((option) => shown.indexOf(option));
    const right = text !== UNKNOWABLE && random() < knows;
    await answerQuestion(
      tx,
      { communityId, memberId, now: new Date(now) },
      { id, position, choice: right ? places : wrong(kind, places, shown.length) },
    );
  }
  await settleOwn(tx, { ...asked, now: new Date(now) }, { id, memberId, handedIn: true });
}

/** An answer that is not right: the next option, one left out, the first two the other way round. */
function wrong(kind: NewQuestion['kind'], places: readonly number[], options: number): number[] {
  if (kind === 'truth') return [1 - places[0]!];
  if (kind === 'single') return [(places[0]! + 1) % options];
  if (kind === 'order') return [places[1]!, places[0]!, ...places.slice(2)];
  return places.length > 1 ? places.slice(1) : [...places, (places[0]! + 1) % options];
}

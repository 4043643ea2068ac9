import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/index.ts';
import { dayOf, formatDay, mondayOf, startOfDay } from '#kernel/calendar.ts';
import { questionsOf } from './change-paper.ts';
import { type InBank, missingFor } from './draw-questions.ts';
import type { Paper, PapersReply, PaperStatistics } from './paper.contract.ts';
import { getPaper, type KeptPaper, listPapers } from './paper-store.ts';
import { readBank } from './question-store.ts';

type Figures = Paper['figures'];
const NONE: Figures = {
  attempts: 0,
  open: 0,
  passed: 0,
  failed: 0,
  people: 0,
  peoplePassed: 0,
  medianShare: null,
  medianSeconds: null,
};
const WEEKS = 12;
const TENTHS = 10;

async function readFigures(tx: Tx, communityId: string, paperId?: string): Promise<Map<string, Figures>> {
  const { rows } = await sql<Figures & { id: string }>`
    SELECT paper_id AS id, count(*)::int AS attempts, count(*) FILTER (WHERE finished_at IS NULL)::int AS open,
      count(*) FILTER (WHERE passed)::int AS passed, count(*) FILTER (WHERE NOT passed)::int AS failed,
      count(DISTINCT coalesce(person_id, members.id))::int AS people,
      count(DISTINCT coalesce(person_id, members.id)) FILTER (WHERE passed)::int AS "peoplePassed",
      percentile_cont(0.5) WITHIN GROUP (ORDER BY correct::float8 / total) FILTER (WHERE finished_at IS NOT NULL)
        AS "medianShare",
      percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM finished_at - started_at)::float8)
        FILTER (WHERE finished_at IS NOT NULL) AS "medianSeconds"
    FROM exam_attempts AS attempt JOIN members ON members.id = member_id
    WHERE attempt.community_id = ${communityId} AND ${paperId === undefined ? sql`true` : sql`paper_id = ${paperId}`}
    GROUP BY paper_id
  `.execute(tx);
  return new Map(rows.map(({ id, ...figures }) => [id, figures]));
}

function present(paper: KeptPaper, bank: readonly InBank[], figures: Figures | undefined): Paper {
  const { communityId: _community, createdAt, ...rest } = paper;
  return {
    ...rest,
    questions: questionsOf(paper),
    missing: missingFor(paper.draw, bank),
    createdAt: createdAt.toISOString(),
    figures: figures ?? NONE,
  };
}

const tagsOf = (papers: readonly KeptPaper[]) => papers.flatMap(({ draw }) => draw.map(({ tag }) => tag));

/** The papers of a community with how they went. */
export async function showPapers(tx: Tx, communityId: string): Promise<PapersReply> {
  const figures = await readFigures(tx, communityId);
  const papers = await listPapers(tx, communityId);
  const bank = await readBank(tx, communityId, tagsOf(papers));
  return { papers: papers.map((paper) => present(paper, bank, figures.get(paper.id))) };
}

/** One paper with how it went. NotFound. */
export async function showPaper(tx: Tx, communityId: string, id: string): Promise<Paper> {
  const paper = await getPaper(tx, communityId, id);
  const bank = await readBank(tx, communityId, tagsOf([paper]));
  return present(paper, bank, (await readFigures(tx, communityId, id)).get(id));
}

/** How a paper went by score, by tag and by week in the community’s zone. NotFound. */
export async function paperStatistics(
  tx: Tx,
  { communityId, zone, id, now }: { communityId: string; zone: string; id: string; now: number },
): Promise<PaperStatistics> {
  await getPaper(tx, communityId, id);
  const { rows: scores } = await sql<{ tenth: number; count: number }>`
    SELECT least(${TENTHS - 1}, correct * ${TENTHS} / total)::int AS tenth, count(*)::int AS count
    FROM exam_attempts WHERE paper_id = ${id} AND finished_at IS NOT NULL GROUP BY 1
  `.execute(tx);
  const { rows: tags } = await sql<{ tag: string; answered: number; right: number }>`
    SELECT tag, count(*)::int AS answered, count(*) FILTER (WHERE item.correct)::int AS right
    FROM exam_attempts AS attempt JOIN exam_attempt_items AS item ON item.attempt_id = attempt.id
    JOIN exam_questions AS question ON question.id = item.question_id
    CROSS JOIN jsonb_array_elements_text(tags) AS tag
    WHERE paper_id = ${id} AND finished_at IS NOT NULL GROUP BY tag
    ORDER BY count(*) FILTER (WHERE item.correct)::float8 / count(*), tag LIMIT 50
  `.execute(tx);
  const monday = mondayOf(dayOf(now, zone));
  const first = monday - 7 * (WEEKS - 1);
  const { rows: ends } = await sql<{ finishedAt: Date; passed: boolean }>`
    SELECT finished_at AS "finishedAt", passed FROM exam_attempts
    WHERE paper_id = ${id} AND finished_at >= ${new Date(startOfDay(first, zone))}
  `.execute(tx);
  const weeks = Array.from({ length: WEEKS }, (_, at) => ({ week: formatDay(first + 7 * at), passed: 0, failed: 0 }));
  for (const { finishedAt, passed } of ends) {
    const week = weeks[(mondayOf(dayOf(finishedAt.getTime(), zone)) - first) / 7];
    if (week) week[passed ? 'passed' : 'failed'] += 1;
  }
  return {
    scores: Array.from({ length: TENTHS }, (_, at) => scores.find(({ tenth }) => tenth === at)?.count ?? 0),
    tags,
    weeks,
  };
}

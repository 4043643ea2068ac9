import type { Answer } from './every-figure.ts';

/** Written into the audit by asking itself, on either server: files handed out, and the command line's own token. */
const BY_ASKING = new Set([
  'insights.export-members',
  'members.export-person',
  'exams.export-questions',
  'rewards.export-orders',
  'command.owner-token',
]);

/** Each start of a server writes its command line a token anew. */
const COMMAND_LINE = 'command line of the server';

type Entry = { action: string };
const notByAsking = ({ action }: Entry): boolean => !BY_ASKING.has(action);

/** What two servers with the same data answer alike, by the end of a path; every other answer is compared as it is. */
const SETTLED: readonly [RegExp, (body: never) => unknown][] = [
  [/\/tokens$/, ({ tokens }: { tokens: { name: string }[] }) => tokens.filter(({ name }) => name !== COMMAND_LINE)],
  // How many tokens somebody made: one more by the start of the second server.
  [
    /\/team$/,
    ({ seats, ...rest }: { seats: object[] }) => ({
      ...rest,
      seats: seats.map((seat) => ({ ...seat, tokens: 'any' })),
    }),
  ],
  // As of the moment of asking.
  [/\/deliveries\/quotas$/, ({ connections }: { connections: object[] }) => connections],
  // A page ends sooner the more was asked; the file below has all of it.
  [/\/audit$/, ({ entries }: { entries: Entry[] }) => entries.filter(notByAsking).slice(0, 20)],
  // Its address is the server's own.
  [/\/members\/[^/]+\/access$/, ({ sessions }: { sessions: object[] }) => sessions],
  [
    /\/audit\/export\.csv$/,
    (csv: string) => csv.split('\r\n').filter((line) => notByAsking({ action: line.split(',')[4] ?? '' })),
  ],
  [
    /\/members\/[^/]+\/export$/,
    ({ 'member.json': about, ...files }: Record<string, string>) => {
      const { exportedAt: _, audit, ...rest } = JSON.parse(about!) as { exportedAt: string; audit: Entry[] };
      return { ...files, about: { ...rest, audit: audit.filter(notByAsking) } };
    },
  ],
];

/** Answers without what changes by being asked or by a start of a server, by path. */
export function comparableAnswers(answers: ReadonlyMap<string, Answer>): Record<string, unknown> {
  return Object.fromEntries(
    [...answers].map(([path, answer]) => {
      const settle = SETTLED.find(([end]) => answer.status === 200 && end.test(path))?.[1];
      return [path, settle ? settle(answer.body as never) : answer];
    }),
  );
}

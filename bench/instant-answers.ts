import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { IrcPerson } from '#connectors/irc/testing/irc-person.ts';
import { type Ngircd, startNgircd } from '#connectors/irc/testing/ngircd.ts';
import { systemCaller } from '#modules/identity/index.ts';
import { createRuleBody } from '#modules/reactions/contract.ts';
import { createRule } from '#modules/reactions/index.ts';
import { createSessionBody } from '#modules/relay/contract.ts';
import { changeState, createSession } from '#modules/relay/index.ts';
import { findProgram } from '#testkit/debian-program.ts';
import { attachIrc } from '#testkit/irc-connection.ts';
import { type Bench, type Figure, percentile } from './bench.ts';
import { type BenchServer, startBenchServer } from './bench-server.ts';

const MESSAGES_PER_SECOND = 200;
const SECONDS = 30;
/** Who asks something once a second each; the others only talk. */
const ASKERS = 20;
const TALKERS = 6;
const GROUPS = 200;
/** What one IRC connection is in at most. */
const CHANNELS_A_CONNECTION = 100;
const SAID = 20;
const PATIENCE_MS = 60_000;

/** From a message on a real IRC server to its answer there, under load; and one stage relayed into many groups. */
export const instantAnswers: Bench = {
  name: 'instant-answers',
  async run({ directory, scale, say }) {
    const program = findProgram('ngircd');
    if (!program) {
      say('ngircd is not installed: skipped (apt-get install ngircd)');
      return [];
    }
    const irc = await startNgircd(program);
    const server = await startBenchServer(join(directory, 'data'));
    try {
      return [...(await answers(server, irc, scale, say)), ...(await relay(server, irc, scale, say))];
    } finally {
      await server.stop();
      await irc.close();
    }
  },
};

async function answers(
  server: BenchServer,
  irc: Ngircd,
  scale: number,
  say: (text: string) => void,
): Promise<Figure[]> {
  const { scope } = server;
  const { services } = server.app;
  await attachIrc(services, scope, { port: irc.port, nick: 'qunluo', channels: ['#hall'] });
  const body = createRuleBody.parse({
    name: 'answer',
    trigger: { kind: 'keyword', words: ['asked'] },
    answer: { content: { kind: 'text', text: '{{name}}: answered' }, variables: {} },
  });
  await services.database.inWorkspace(scope.workspaceId, (tx) =>
    createRule(tx, { actor: systemCaller(scope.workspaceId), communityId: scope.communityId, body }),
  );
  const enter = (name: string) => IrcPerson.enter(irc.port, name, ['#hall']);
  const askers = await Promise.all(Array.from({ length: ASKERS }, (_, index) => enter(`asker${index}`)));
  const talkers = await Promise.all(Array.from({ length: TALKERS }, (_, index) => enter(`talker${index}`)));
  const seconds = Math.max(3, Math.round(SECONDS * scale));
  say(`${MESSAGES_PER_SECOND} messages/s for ${seconds} s, ${ASKERS} of them questions`);
  const talking = new AbortController();
  let said = 0;
  const talk = talkers.map(async (person) => {
    const began = performance.now();
    for (let count = 0; !talking.signal.aborted; count += 1, said += 1) {
      person.say(`PRIVMSG #hall :talking ${count}`);
      await sleep(
        Math.max(0, began + ((count + 1) * 1000 * TALKERS) / (MESSAGES_PER_SECOND - ASKERS) - performance.now()),
      );
    }
  });
  const times: number[] = [];
  let lost = 0;
  const began = performance.now();
  await Promise.all(
    askers.map(async (person, place) => {
      await sleep((1000 * place) / ASKERS);
      for (let count = 1; count <= seconds; count += 1) {
        const began = performance.now();
        person.say(`PRIVMSG #hall :asked ${count}`);
        const answer = new RegExp(` PRIVMSG #hall :${person.nick}: answered$`);
        await person.seesAll(answer, count).then(
          () => times.push(performance.now() - began),
          () => (lost += 1),
        );
        await sleep(Math.max(0, began + 1000 - performance.now()));
      }
    }),
  );
  talking.abort();
  await Promise.all(talk);
  const took = (performance.now() - began) / 1000;
  for (const person of [...askers, ...talkers]) person.leave();
  const note = `${MESSAGES_PER_SECOND}/s heard, ${times.length} of ${times.length + lost} questions answered`;
  return [
    { name: 'message in on IRC → answer out, p50', value: percentile(times, 0.5), unit: 'ms', note },
    { name: 'message in on IRC → answer out, p99', value: percentile(times, 0.99), unit: 'ms', goal: { atMost: 1000 } },
    {
      name: 'messages a second heard meanwhile',
      value: (said + times.length + lost) / took,
      unit: 'per s',
      note: lost === 0 ? 'none lost' : `${lost} lost`,
    },
  ];
}

async function relay(server: BenchServer, irc: Ngircd, scale: number, say: (text: string) => void): Promise<Figure[]> {
  const { scope } = server;
  const { services } = server.app;
  const groups = Math.max(4, Math.round(GROUPS * scale));
  say(`one stage into ${groups} groups, ${SAID} messages`);
  const names = Array.from({ length: groups }, (_, index) => `#group${index}`);
  const targetIds: string[] = [];
  for (let from = 0; from < groups; from += CHANNELS_A_CONNECTION) {
    const channels = names.slice(from, from + CHANNELS_A_CONNECTION);
    targetIds.push(...(await attachIrc(services, scope, { port: irc.port, nick: `relay${from}`, channels })));
  }
  const [sourceChatId] = await attachIrc(services, scope, { port: irc.port, nick: 'stagehand', channels: ['#stage'] });
  await services.database.inWorkspace(scope.workspaceId, async (tx) => {
    const who = { actor: systemCaller(scope.workspaceId), communityId: scope.communityId };
    const body = createSessionBody.parse({ name: 'bench', sourceChatId, targetIds, heading: '', questions: false });
    const id = await createSession(tx, { ...who, body });
    await changeState(tx, { ...who, id, state: 'live', now: new Date() });
  });
  const listener = await IrcPerson.enter(irc.port, 'listener', names);
  const speaker = await IrcPerson.enter(irc.port, 'speaker', ['#stage']);
  const began = performance.now();
  for (let count = 0; count < SAID; count += 1) speaker.say(`PRIVMSG #stage :line ${count}`);
  await listener.seesAll(/ PRIVMSG #group\d+ :line 0$/, groups, PATIENCE_MS);
  const first = performance.now() - began;
  await listener.seesAll(/ PRIVMSG #group\d+ :line \d+$/, groups * SAID, PATIENCE_MS);
  const all = performance.now() - began;
  const lines = listener.lines.flatMap((line) => {
    const [, group, number] = / PRIVMSG (#group\d+) :line (\d+)$/.exec(line) ?? [];
    return group === undefined ? [] : [{ group, number: Number(number) }];
  });
  const heard = Map.groupBy(lines, ({ group }) => group);
  const ordered = [...heard.values()].filter((own) => own.every(({ number }, at) => number === at)).length;
  for (const person of [listener, speaker]) person.leave();
  return [
    { name: `relay: a message in ${groups} groups, to the last`, value: first / 1000, unit: 's' },
    {
      name: `relay: ${SAID} messages in ${groups} groups, to the last`,
      value: all / 1000,
      unit: 's',
      note: `order kept in ${ordered} of ${groups} groups`,
    },
  ];
}

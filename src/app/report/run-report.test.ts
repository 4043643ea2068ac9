import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { communityReportSchema, type CommunityReport } from '#modules/insights/contract.ts';
import { insightMessages } from '#modules/insights/messages/index.ts';
import { simulateCommunity } from '#testkit/simulated-community/index.ts';
import { registerReport } from './register-report.ts';

const main = fileURLToPath(new URL('../../main.ts', import.meta.url));
const now = Date.parse('2026-11-15T15:59:59Z');

let folder: string;
let scratch: string;

type Outcome = { code: number | null; out: string; err: string };

/** Runs the command as a person would, its temporary files in a folder that has to be empty afterwards. */
async function report(args: readonly string[], interrupt?: (kill: () => void) => Promise<void>): Promise<Outcome> {
  const child = spawn(process.execPath, [main, 'report', ...args], {
    env: { ...process.env, TMPDIR: scratch, NO_COLOR: '', FORCE_COLOR: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  await interrupt?.(() => child.kill('SIGINT'));
  const code = await ended;
  return { code, out, err };
}

/** The same command line without a process of its own, which takes a second to start. */
async function reportHere(args: readonly string[]): Promise<Outcome> {
  let [out, err] = ['', ''];
  const told = [
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true)),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true)),
  ];
  vi.stubEnv('TMPDIR', scratch);
  const program = new Command('qunluo');
  registerReport(program);
  try {
    await program.parseAsync(['report', ...args], { from: 'user' });
    return { code: Number(process.exitCode ?? 0), out, err };
  } finally {
    process.exitCode = undefined;
    vi.unstubAllEnvs();
    for (const one of told) one.mockRestore();
  }
}

const file = (name: string): string => join(folder, name);

async function exportOf(name: string, options: { members: number; community?: string }): Promise<void> {
  const lines = [...simulateCommunity({ now, members: options.members }).events()].map((event) =>
    JSON.stringify({ ...event, community: options.community ?? event.community }),
  );
  const text = `${lines.join('\n')}\n`;
  await writeFile(file(name), name.endsWith('.gz') ? gzipSync(text) : text);
}

/** Codes of a report that the catalogue has no words for. */
function wordless(built: CommunityReport): string[] {
  const messages = insightMessages('zh-CN');
  const used: [Record<string, unknown>, string[]][] = [
    [messages.plays, built.plays.map(({ play }) => play)],
    [messages.playReasons, built.plays.map(({ why }) => why.code)],
    [messages.metrics, built.plays.map(({ metric }) => metric)],
    [messages.leaderReasons, built.network.leaders.flatMap(({ reasons }) => reasons.map(({ code }) => code))],
    [messages.stageEvidence, built.stage.evidence.map(({ code }) => code)],
    [messages.unknown, built.unknown.map(({ reason }) => reason)],
    [messages.unknown, built.health.parts.flatMap(({ reason }) => reason ?? [])],
    [messages.paths, built.unknown.map(({ path }) => path)],
  ];
  return used.flatMap(([section, codes]) => codes.filter((code) => !Object.hasOwn(section, code)));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'report-test-'));
  scratch = await mkdtemp(join(tmpdir(), 'rt-'));
  await exportOf('readers.jsonl.gz', { members: 120 });
  const [first, second] = [simulateCommunity({ now, members: 30 }), simulateCommunity({ now, members: 30, seed: 5 })];
  const two = [
    ...first.events(),
    ...[...second.events()].map((event) => ({ ...event, community: 'others', id: `o${event.id}` })),
  ];
  await writeFile(file('two.jsonl'), two.map((event) => JSON.stringify(event)).join('\n'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await rm(scratch, { recursive: true, force: true });
});

describe('qunluo report', { timeout: 180_000 }, () => {
  it('prints JSON by the schema, nothing else on standard output, and leaves nothing behind', async () => {
    const { code, out, err } = await report([file('readers.jsonl.gz'), '--format', 'json']);
    expect(err).toBe('');
    expect(code).toBe(0);
    const built = communityReportSchema.parse(JSON.parse(out));
    expect(built.community).toEqual({ id: 'readers', name: 'readers' });
    expect(built.asOf).toBe('2026-11-15');
    expect(built.timezone).toBe('Asia/Shanghai');
    expect(built.members.total).toBeGreaterThan(100);
    expect(Object.values(built.members.tiers).reduce((total, one) => total + one, 0)).toBe(built.members.total);
    expect(built.words.length).toBeGreaterThan(0);
    expect(built.plays.length).toBeGreaterThan(0);
    expect(wordless(built)).toEqual([]);
    expect(await readdir(scratch)).toEqual([]);
  });

  it('prints for a terminal, in Chinese and in English', async () => {
    const [zh, en] = [
      await report([file('readers.jsonl.gz')]),
      await report([file('readers.jsonl.gz'), '--lang', 'en']),
    ];
    expect(zh.out).toContain('readers · 社群报告');
    expect(zh.out).toContain('参与分层');
    expect(en.out).toContain('Community report');
    for (const { out, code } of [zh, en]) {
      expect(code).toBe(0);
      expect(out).not.toContain('\u001B');
      expect(out).not.toMatch(/undefined|NaN|\[object/u);
    }
    expect(en.out.replaceAll(/「[^」]*」|“[^”]*”/gu, '')).not.toMatch(/健康度|沉默|活跃/u);
  });

  it('evaluates at an earlier day, and writes a page to a file', async () => {
    const out = file('page.html');
    const { code, out: printed } = await report([
      file('readers.jsonl.gz'),
      '--as-of',
      '2026-06-30',
      '--format',
      'html',
      '--out',
      out,
      '--timezone',
      'Europe/Berlin',
    ]);
    expect(code).toBe(0);
    expect(printed).toBe('');
    const page = await readFile(out, 'utf8');
    expect(page).toContain('2026-06-30');
    expect(page).toContain('Europe/Berlin');
    expect(page.trimEnd().endsWith('</html>')).toBe(true);
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('asks which community when a file holds several, and takes the one that is named', async () => {
    const asked = await report([file('two.jsonl')]);
    expect(asked.code).toBe(2);
    expect(asked.out).toBe('');
    expect(asked.err).toMatch(/several communities: .*readers \(\d+ events\).*Choose one with --community/su);
    expect(asked.err).toContain('others (');
    const chosen = await report([file('two.jsonl'), '--community', 'others', '--format', 'json']);
    expect(chosen.code).toBe(0);
    expect((JSON.parse(chosen.out) as CommunityReport).community.id).toBe('others');
    const missing = await report([file('two.jsonl'), '--community', 'nobody']);
    expect(missing.code).toBe(2);
    expect(missing.err).toContain('holds no community nobody');
  });

  it('tells what it skipped, by line, on standard error', async () => {
    const good = JSON.stringify({
      id: '1',
      group: 'g',
      member: 'a',
      kind: 'message',
      at: '2026-01-01T00:00:00Z',
      text: 'hi',
    });
    await writeFile(file('broken-lines.jsonl'), `${good}\nnot json\n${good.replace('"1"', '"2"')}\n{"id":"3"}\n`);
    const { code, out, err } = await report([file('broken-lines.jsonl'), '--format', 'json', '--lang', 'en']);
    expect(code).toBe(0);
    expect((JSON.parse(out) as CommunityReport).events.total).toBe(2);
    expect(err).toMatch(/skipped 1: not valid JSON \(2\)/u);
    expect(err).toContain('(4)');
  });

  it('stops and cleans up at an interrupt', async () => {
    const { code, out } = await report([file('readers.jsonl.gz')], async (kill) => {
      for (
        let tries = 0;
        tries < 400 && !(await readdir(scratch)).some((name) => name.startsWith('qunluo-report-'));
        tries += 1
      )
        await sleep(10);
      kill();
    });
    expect(code).toBe(130);
    expect(out).toBe('');
    expect(await readdir(scratch)).toEqual([]);
  });
});

describe('bad input', { timeout: 180_000 }, () => {
  const event = JSON.stringify({ id: '1', member: 'a', kind: 'message', at: '2026-01-01T00:00:00Z' });

  it.each<[string, string, string | Buffer | undefined, readonly string[], RegExp]>([
    ['a missing file', 'nowhere.jsonl', undefined, [], /nowhere\.jsonl does not exist/u],
    ['an empty file', 'empty.jsonl', '', [], /the file is empty/u],
    ['no export at all', 'poem.txt', 'Shall I compare thee to a summer’s day?\n'.repeat(30), [], /not an export/u],
    [
      'truncated JSON',
      'result.json',
      '{"name":"g","type":"private_supergroup","id":1,"messages":[{"id":1,"type":"message","date":"2026-01-01T00:00:00","date_unixtime":"1767225600","from":"A","from_id":"user1","text":"hi"},{"id":2,"ty',
      [],
      /result\.json|truncated|ends|JSON/u,
    ],
    [
      'broken gzip',
      'broken.jsonl.gz',
      gzipSync(`${event}\n`.repeat(5000)).subarray(0, 200),
      [],
      /gzip|broken\.jsonl\.gz/u,
    ],
    [
      'only lines that are no events',
      'hollow.jsonl',
      `${event.replace('2026-01', '2226-01')}\n`,
      [],
      /holds no event|not an export/u,
    ],
    ['a wrong date', 'any.jsonl', `${event}\n`, ['--as-of', '2026-02-30'], /--as-of: 2026-02-30 is no date/u],
    [
      'an unknown zone',
      'any.jsonl',
      `${event}\n`,
      ['--timezone', 'Mars/Olympus'],
      /--timezone: Mars\/Olympus is no time zone/u,
    ],
    ['an unknown format', 'any.jsonl', `${event}\n`, ['--format', 'pdf'], /--format: pdf is none of text, json, html/u],
    [
      'a folder to write to that is not there',
      'any.jsonl',
      `${event}\n`,
      ['--out', '/nowhere/at/all.html'],
      /--out: the folder \/nowhere\/at does not exist/u,
    ],
  ])('%s: exit code 2, what and where, nothing on standard output', async (_what, name, content, args, message) => {
    if (content !== undefined) await writeFile(file(name), content);
    const { code, out, err } = await reportHere([file(name), ...args]);
    expect(err).toMatch(message);
    expect(err).not.toContain('defect');
    expect(out).toBe('');
    expect(code).toBe(2);
    expect(await readdir(scratch)).toEqual([]);
  });

  it('a folder as --out', async () => {
    await mkdir(file('folder'), { recursive: true });
    const { code, err } = await reportHere([file('readers.jsonl.gz'), '--out', file('folder')]);
    expect(code).toBe(2);
    expect(err).toContain('is a folder');
  });

  it('a community in which nobody counts gives a report that says so', async () => {
    await writeFile(
      file('bots.jsonl'),
      `${JSON.stringify({ id: '1', member: 'b', kind: 'message', at: '2026-01-01T00:00:00Z', bot: true })}\n`,
    );
    const { code, out } = await report([file('bots.jsonl'), '--lang', 'en']);
    expect(code).toBe(0);
    expect(out).toContain('there are no events to compute from');
  });
});

import { describe, expect, it } from 'vitest';
import { createProgress } from './progress.ts';
import { widthOf } from './text/layout.ts';

function terminal(isTTY: boolean, columns = 60) {
  const written: string[] = [];
  let time = 0;
  const progress = createProgress({ isTTY, columns, write: (text) => written.push(text) }, () => time);
  return { written, progress, wait: (ms: number) => (time += ms) };
}

describe('createProgress', () => {
  it('is silent for the first second, then draws at most ten times a second, and clears up', () => {
    const { written, progress, wait } = terminal(true);
    progress.show('reading', 0.1);
    wait(999);
    progress.show('reading', 0.2);
    expect(written).toEqual([]);
    wait(2);
    progress.show('reading', 0.5);
    wait(50);
    progress.show('reading', 0.6);
    expect(written.length).toBe(1);
    expect(written[0]).toContain(' 50% reading');
    progress.clear();
    expect(written.at(-1)).toBe('\r\u001B[2K');
  });

  it('says nothing where nobody looks', () => {
    const { written, progress, wait } = terminal(false);
    wait(5000);
    progress.show('reading', 0.5);
    progress.clear();
    expect(written).toEqual([]);
  });

  it('fits the terminal', () => {
    const { written, progress, wait } = terminal(true, 40);
    wait(2000);
    progress.show('读取 一个名字非常非常非常长的导出文件.jsonl.gz', 2);
    expect(widthOf(written[0]!.replace('\r\u001B[2K', ''))).toBeLessThan(40);
    expect(written[0]).toContain('100%');
  });
});

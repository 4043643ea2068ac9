import { expect, it } from 'vitest';
import { instantText } from './zoned-time.ts';

it('reads a local time of a zone, and nothing out of an empty or unfinished field', () => {
  expect(instantText('2026-11-22T09:30', 'Asia/Shanghai')).toBe('2026-11-22T01:30:00.000Z');
  expect(instantText('', 'Asia/Shanghai')).toBeUndefined();
  expect(instantText('2026-11-', 'Asia/Shanghai')).toBeUndefined();
});

import { describe, expect, it } from 'vitest';
import { ApiError } from '../../api/client.ts';
import { AnswerQueue } from './answer-queue.ts';

const failure = (status: number) => new ApiError({ status, code: 'any', message: '' });

/** A server that keeps what it is sent, and that says against it what is next in `against`. */
function serverWith(...against: (number | undefined)[]) {
  const kept: [number, readonly number[]][] = [];
  const queue = new AnswerQueue(async (position, choice) => {
    const status = against.shift();
    if (status !== undefined) throw failure(status);
    kept.push([position, choice]);
  });
  return { kept, queue };
}

describe('answers on their way', () => {
  it('arrive in the order in which they were given', async () => {
    const { kept, queue } = serverWith();
    queue.add(2, [0]);
    queue.add(1, [1, 2]);
    expect(await queue.flush()).toEqual({ whole: true });
    expect(kept).toEqual([
      [2, [0]],
      [1, [1, 2]],
    ]);
    expect(queue.waiting.size).toBe(0);
  });

  it.for([0, 401, 429, 503])('wait when the server says %d, and arrive later', async (status) => {
    const { kept, queue } = serverWith(status);
    queue.add(1, [3]);
    expect(await queue.flush()).toEqual({ whole: false });
    expect(queue.waiting).toEqual(new Map([[1, [3]]]));
    expect(await queue.flush()).toEqual({ whole: true });
    expect(kept).toEqual([[1, [3]]]);
  });

  it('do not wait when they are refused, nor keep others from arriving', async () => {
    const { kept, queue } = serverWith(409);
    queue.add(1, [0]);
    queue.add(2, [1]);
    expect(await queue.flush()).toMatchObject({ whole: true, refused: { status: 409 } });
    expect(kept).toEqual([[2, [1]]]);
  });

  it('of a question that was changed while it was sent arrive both, the last one last', async () => {
    const { kept, queue } = serverWith();
    queue.add(1, [0]);
    const first = queue.flush();
    queue.add(1, [1]);
    // Asked to send while it sends, it is the same sending.
    await Promise.all([first, queue.flush()]);
    expect(kept).toEqual([
      [1, [0]],
      [1, [1]],
    ]);
  });
});

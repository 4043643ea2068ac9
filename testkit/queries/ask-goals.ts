type Ask = {
  post(path: string, payload: object): Promise<Record<string, unknown>>;
  read(path: string): Promise<Record<string, unknown>>;
};

/** The size of a segment day by day, and the budget of a month with what its results cost. */
export async function askGoals({ post, read }: Ask, month: string): Promise<void> {
  const { segments } = (await read('/segments')) as { segments: { id: string }[] };
  await read(`/measures?segmentId=${segments[0]!.id}`);
  const { id } = await post('/budgets', { period: month, amount: 1 });
  await read(`/budgets/${String(id)}`);
}

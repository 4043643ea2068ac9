/** Starts something, and stops it in order at SIGTERM or SIGINT, also in the middle of its start; a second signal ends at once. */
export async function runUntilSignal(
  start: (signal: AbortSignal) => Promise<{ stop(): Promise<void> }>,
): Promise<void> {
  const aborter = new AbortController();
  let told!: () => void;
  const asked = new Promise<void>((resolve) => (told = resolve));
  const onSignal = () => {
    if (aborter.signal.aborted) process.exit(1);
    aborter.abort();
    told();
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  try {
    const running = await start(aborter.signal);
    await asked;
    await running.stop();
  } catch (error) {
    if (!aborter.signal.aborted) throw error;
  } finally {
    process.off('SIGTERM', onSignal);
    process.off('SIGINT', onSignal);
  }
}

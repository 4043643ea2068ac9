import { BadInput } from '#kernel/errors.ts';
import { loadConfig } from '#platform/config.ts';
import { rotateSecret } from '../server-secret.ts';

/** Makes a new secret in the data directory; the next start seals again with it what the one before sealed. */
export async function rotateSecretCommand(env: NodeJS.ProcessEnv): Promise<void> {
  const config = loadConfig(env);
  if (config.secret !== undefined)
    throw new BadInput(
      'the secret is your QUNLUO_SECRET: set QUNLUO_EARLIER_SECRET to the present one and QUNLUO_SECRET to a new one, restart, then take QUNLUO_EARLIER_SECRET away',
    );
  const file = await rotateSecret(config);
  process.stdout.write(
    [
      `${file} has a new secret. Restart the server: it seals again what is kept sealed and forgets the secret before.`,
      '  everybody signs in anew; secrets of tracked sites and personal links are new ones',
      '  take a backup afterwards: a restore of an older one needs the secret of its time',
      '',
    ].join('\n'),
  );
}
